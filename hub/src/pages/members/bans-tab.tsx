import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Person } from '../../design/person.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { focusAfter } from './focus-after.ts';
import { ListFrame } from './list-frame.tsx';
import { banPages } from './queries.ts';

interface Ban {
  readonly id: string;
  readonly account: string;
  readonly displayName: string;
  readonly reason: string;
  readonly at: string;
}

/** Who is kept out of the hub. */
export function BansTab({ onMembers }: { readonly onMembers: () => void }) {
  const w = useWords(members);
  const { slug } = useCommunity();
  const query = useInfiniteQuery(banPages(slug));
  return (
    <ListFrame
      query={query}
      empty={
        <EmptyState
          title={w.noBans}
          action={<Button onClick={onMembers}>{w.toMembers}</Button>}
          example={
            <BanTable
              bans={[
                {
                  id: 'example',
                  account: 'twitch:1',
                  displayName: w.exampleName,
                  reason: w.exampleReason,
                  at: '2026-01-02T12:00:00Z',
                },
              ]}
            />
          }
        >
          {w.noBansWhy}
        </EmptyState>
      }
    >
      {(bans) => <BanTable bans={bans} />}
    </ListFrame>
  );
}

function BanTable({ bans }: { readonly bans: readonly Ban[] }) {
  const w = useWords(members);
  const { may } = useCommunity();
  const mayLift = may('members', 'write');
  return (
    <Table label={w.bans}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.person}</TableHeader>
          <TableHeader>{w.reason}</TableHeader>
          <TableHeader>{w.bannedAt}</TableHeader>
          {mayLift && (
            <TableHeader>
              <span className="hidden-visually">{w.actions}</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {bans.map((ban) => {
          const platform = ban.account.slice(0, ban.account.indexOf(':'));
          return (
            <TableRow key={ban.id}>
              <TableCell className="max-w-56">
                <Person name={ban.displayName} size="sm" accounts={[{ platform, name: platformLabel(platform) }]} />
              </TableCell>
              <TableCell className="min-w-40 max-w-96 text-ink-soft">
                <bdi className="line-clamp-3 overflow-hidden [overflow-wrap:anywhere]">{ban.reason || w.noReason}</bdi>
              </TableCell>
              <TableCell className="text-ink-soft">
                <Time at={ban.at} />
              </TableCell>
              {mayLift && (
                <TableCell className="text-right">
                  <LiftBan id={ban.id} name={ban.displayName} reason={ban.reason} />
                </TableCell>
              )}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

/** Lets somebody join again; undone, they are banned as before. */
export function LiftBan({
  id,
  name,
  reason = '',
}: {
  readonly id: string;
  readonly name: string;
  readonly reason?: string;
}) {
  const w = useWords(members);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const frame = useRef<HTMLSpanElement>(null);
  const param = { communityId: slug, member: id };
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const undo = async () => {
    await api.communities[':communityId'].bans[':member'].$put({ param, json: { reason } }).catch(tellFailure);
    await settle();
  };
  const lift = useMutation({
    mutationFn: () => api.communities[':communityId'].bans[':member'].$delete({ param }),
    onSuccess: () => {
      focusAfter(frame.current);
      toast({ title: w.lifted(name), undo });
    },
    onSettled: settle,
  });
  return (
    <span ref={frame}>
      <Button size="sm" aria-label={w.liftOf(name)} loading={lift.isPending} onClick={() => lift.mutate()}>
        {w.lift}
      </Button>
    </span>
  );
}
