import { Ban, ChevronDown } from 'lucide-react';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { DropdownMenu } from '../../design/dropdown-menu.tsx';
import { app } from '../../words/app.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { BanDialog } from './ban-dialog.tsx';
import type { Member } from './queries.ts';
import { useRoleChange } from './role-change.ts';
import { handedOutBy, mayBan, mayChangeRoleOf } from './roles.ts';

/** What can be done to all that are selected: to those of them that whoever does it may. */
export function BulkActions({ of, onDone }: { readonly of: readonly Member[]; readonly onDone: () => void }) {
  const w = useWords(members);
  const roles = useWords(app);
  const { role: mine, may } = useCommunity();
  const change = useRoleChange();
  const changeable = of.filter((one) => !one.banned && mayChangeRoleOf(mine, one.role));
  const bannable = may('members', 'write') ? of.filter((one) => !one.banned && mayBan(mine, one.role)) : [];
  const give = handedOutBy(mine);
  if (changeable.length === 0 && bannable.length === 0) return <span className="text-ink-soft">{w.noneAllowed}</span>;
  return (
    <>
      {changeable.length > 0 && give.length > 0 && (
        <DropdownMenu
          align="start"
          trigger={
            <Button size="sm" loading={change.isPending}>
              {w.giveRole}
              <ChevronDown aria-hidden />
            </Button>
          }
          groups={[
            {
              items: give.map((role) => ({
                label: roles[role],
                onSelect: () => change.mutate({ of: changeable, role }, { onSuccess: onDone }),
              })),
            },
            {
              items: [
                {
                  label: w.takeRole,
                  onSelect: () => change.mutate({ of: changeable, role: null }, { onSuccess: onDone }),
                },
              ],
            },
          ]}
        />
      )}
      {bannable.length > 0 && (
        <BanDialog
          of={bannable}
          onDone={onDone}
          trigger={
            <Button size="sm" icon={<Ban />}>
              {w.ban}
            </Button>
          }
        />
      )}
    </>
  );
}
