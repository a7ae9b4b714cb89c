import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Ellipsis, Plus } from 'lucide-react';
import { api } from '../../api/client.ts';
import { post } from '../../api/post.ts';
import { type Me, meQuery } from '../../api/session.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { DropdownMenu } from '../../design/dropdown-menu.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';
import { useIsProved } from './proof.tsx';
import { waysInQuery } from './queries.ts';

type OwnAccount = Me['accounts'][number];

/** The accounts that are theirs: which they go by, and the way to more. */
export function OwnAccounts() {
  const w = useWords(account);
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: waysIn } = useSuspenseQuery(waysInQuery);
  return (
    <Section aside title={w.accounts} description={w.accountsWhy}>
      <div className="space-y-3">
        <List>
          {me.accounts.map((own) => (
            <OwnAccountRow key={own.id} own={own} isOnly={me.accounts.length === 1} />
          ))}
        </List>
        {waysIn.platforms.length > 0 && (
          <DropdownMenu
            align="start"
            label={w.add}
            trigger={<Button icon={<Plus />}>{w.add}</Button>}
            groups={[
              {
                items: waysIn.platforms.map((platform) => ({
                  label: w.addWith(platformLabel(platform)),
                  onSelect: () => post(`/auth/account/link/${platform}`, { to: '/hub/account' }),
                })),
              },
            ]}
          />
        )}
      </div>
    </Section>
  );
}

function OwnAccountRow({ own, isOnly }: { readonly own: OwnAccount; readonly isOnly: boolean }) {
  const w = useWords(account);
  const client = useQueryClient();
  const isProved = useIsProved();
  const { id, platform, displayName, login, isPrimary } = own;
  const param = { id };
  const refresh = () => client.invalidateQueries({ queryKey: ['me'] });
  const choose = useMutation({
    mutationFn: () => api.me.accounts[':id'].primary.$put({ param }),
    onSuccess: async () => {
      await refresh();
      toast({ title: w.isPrimary(displayName) });
    },
  });
  const unlink = useMutation({
    mutationFn: () => api.me.accounts[':id'].$delete({ param }),
    onSuccess: async () => {
      await refresh();
      toast({ title: w.unlinked(displayName) });
    },
  });
  const isLocal = platform === 'local';
  const also = login.toLowerCase() === displayName.toLowerCase() ? null : login;
  return (
    <Row
      title={<bdi>{displayName}</bdi>}
      mark={isPrimary && <Badge tone="accent">{w.primary}</Badge>}
      more={
        <span className="flex flex-wrap gap-x-3">
          {isLocal ? w.local : <PlatformMark platform={platform} />}
          {also && <bdi className="truncate">{also}</bdi>}
        </span>
      }
      actions={
        !isOnly && (
          <DropdownMenu
            label={w.actionsFor(displayName)}
            trigger={<IconButton label={w.actionsFor(displayName)} icon={<Ellipsis />} />}
            groups={[
              {
                items: [
                  { label: w.makePrimary, disabled: isPrimary, onSelect: () => choose.mutate() },
                  { label: w.unlink, danger: true, disabled: !isProved, onSelect: () => unlink.mutate() },
                ],
              },
            ]}
          />
        )
      }
    />
  );
}
