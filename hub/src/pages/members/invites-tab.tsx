import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { useNow } from '../../design/clock.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { app } from '../../words/app.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { focusAfter } from './focus-after.ts';
import { ListFrame } from './list-frame.tsx';
import { NewInviteDialog } from './new-invite-dialog.tsx';
import { invitePages } from './queries.ts';
import type { Role } from './roles.ts';

interface Invite {
  readonly id: string;
  readonly role: Role;
  readonly mostUses: number | null;
  readonly uses: number;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** Links by which people join. */
export function InvitesTab() {
  const w = useWords(members);
  const { slug, may } = useCommunity();
  const query = useInfiniteQuery(invitePages(slug));
  const [isMaking, setMaking] = useState(false);
  const hasSome = query.data?.pages.some(({ data }) => data.length > 0) ?? false;
  const make = may('members', 'write') && (
    <Button variant="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      {w.newInvite}
    </Button>
  );
  return (
    <>
      {hasSome && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-prose text-ink-soft">{w.inviteWhy}</p>
          {make}
        </div>
      )}
      <ListFrame
        query={query}
        empty={
          <EmptyState title={w.noInvites} action={make} example={<InviteTable invites={[EXAMPLE]} />}>
            {w.inviteWhy}
          </EmptyState>
        }
      >
        {(invites) => <InviteTable invites={invites} />}
      </ListFrame>
      <NewInviteDialog open={isMaking} onClose={() => setMaking(false)} />
    </>
  );
}

const EXAMPLE: Invite = {
  id: 'example',
  role: 'moderator',
  mostUses: 3,
  uses: 1,
  createdAt: '2026-01-02T12:00:00Z',
  expiresAt: null,
  revokedAt: null,
};

type InviteState = 'open' | 'usedUp' | 'over' | 'revoked';

function stateOf({ revokedAt, expiresAt, mostUses, uses }: Omit<Invite, 'id' | 'role'>, now: number): InviteState {
  if (revokedAt !== null) return 'revoked';
  if (mostUses !== null && uses >= mostUses) return 'usedUp';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'over' : 'open';
}

function InviteTable({ invites }: { readonly invites: readonly Invite[] }) {
  const w = useWords(members);
  const roles = useWords(app);
  const now = useNow();
  const { may } = useCommunity();
  const mayRevoke = may('members', 'write');
  return (
    <Table label={w.invites}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.role}</TableHeader>
          <TableHeader>{w.state}</TableHeader>
          <TableHeader>{w.used}</TableHeader>
          <TableHeader>{w.made}</TableHeader>
          <TableHeader>{w.ends}</TableHeader>
          {mayRevoke && (
            <TableHeader>
              <span className="hidden-visually">{w.actions}</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {invites.map((invite) => {
          const state = stateOf(invite, now);
          return (
            <TableRow key={invite.id}>
              <TableCell>
                <Badge tone="outline">{roles[invite.role]}</Badge>
              </TableCell>
              <TableCell>
                <Badge tone={state === 'open' ? 'ok' : 'neutral'}>{w[state]}</Badge>
              </TableCell>
              <TableCell className="whitespace-nowrap text-ink-soft">
                {w.usedOf(invite.uses, invite.mostUses)}
              </TableCell>
              <TableCell className="text-ink-soft">
                <Time at={invite.createdAt} />
              </TableCell>
              <TableCell className="text-ink-soft">{invite.expiresAt ? <Time at={invite.expiresAt} /> : '–'}</TableCell>
              {mayRevoke && (
                <TableCell className="text-right">{state === 'open' && <Revoke invite={invite} />}</TableCell>
              )}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Revoke({ invite: { id, role } }: { readonly invite: Invite }) {
  const w = useWords(members);
  const roles = useWords(app);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const frame = useRef<HTMLSpanElement>(null);
  const revoke = useMutation({
    mutationFn: () =>
      api.communities[':communityId'].invites[':invite'].$delete({ param: { communityId: slug, invite: id } }),
    onSuccess: () => {
      focusAfter(frame.current);
      toast({ title: w.revokedNow, description: w.revokedWhy });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
  return (
    <span ref={frame}>
      <Button size="sm" aria-label={w.revokeOf(roles[role])} loading={revoke.isPending} onClick={() => revoke.mutate()}>
        {w.revoke}
      </Button>
    </span>
  );
}
