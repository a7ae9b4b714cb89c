import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { api } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Person } from '../../design/person.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { focusAfter } from './focus-after.ts';
import { ListFrame } from './list-frame.tsx';
import { requestPages } from './queries.ts';

interface Request {
  readonly person: string;
  readonly displayName: string;
  readonly message: string;
  readonly at: string;
  readonly accounts: readonly string[];
}

/** Who wants to join and waits. */
export function RequestsTab() {
  const w = useWords(members);
  const { slug, may } = useCommunity();
  const query = useInfiniteQuery(requestPages(slug));
  return (
    <ListFrame
      query={query}
      empty={
        <EmptyState
          title={w.noRequests}
          action={
            may('settings') && (
              <LinkButton asChild>
                <Link to="/c/$slug/settings" params={{ slug }}>
                  {w.toJoinMode}
                </Link>
              </LinkButton>
            )
          }
          example={
            <RequestTable
              requests={[
                {
                  person: 'example',
                  displayName: w.exampleName,
                  message: w.exampleMessage,
                  at: '2026-01-02T12:00:00Z',
                  accounts: ['twitch:1'],
                },
              ]}
            />
          }
        >
          {w.noRequestsWhy}
        </EmptyState>
      }
    >
      {(requests) => <RequestTable requests={requests} />}
    </ListFrame>
  );
}

function RequestTable({ requests }: { readonly requests: readonly Request[] }) {
  const w = useWords(members);
  const { may } = useCommunity();
  const mayDecide = may('members', 'write');
  return (
    <Table label={w.requests}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.person}</TableHeader>
          <TableHeader>{w.message}</TableHeader>
          <TableHeader>{w.asked}</TableHeader>
          {mayDecide && (
            <TableHeader>
              <span className="hidden-visually">{w.actions}</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {requests.map((request) => (
          <TableRow key={request.person}>
            <TableCell className="max-w-56">
              <Person name={request.displayName} size="sm" />
            </TableCell>
            <TableCell className="min-w-48 max-w-96 text-ink-soft">
              <bdi className="line-clamp-3 overflow-hidden [overflow-wrap:anywhere]">{request.message}</bdi>
            </TableCell>
            <TableCell className="text-ink-soft">
              <Time at={request.at} />
            </TableCell>
            {mayDecide && (
              <TableCell>
                <Decide request={request} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Lets somebody in, or does not. Who was let in can be sent out again, by who may take roles. */
function Decide({ request: { person, displayName, accounts } }: { readonly request: Request }) {
  const w = useWords(members);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const frame = useRef<HTMLDivElement>(null);
  const account = accounts[0];
  const undo = async () => {
    if (account === undefined) return;
    try {
      await api.communities[':communityId'].roles[':account'].$delete({ param: { communityId: slug, account } });
    } catch (error) {
      tellFailure(error);
    }
    await client.invalidateQueries({ queryKey: ofCommunity(slug) });
  };
  const decide = useMutation({
    mutationFn: (how: 'accept' | 'decline') => {
      const to = api.communities[':communityId']['join-requests'][':person'];
      return to[how].$post({ param: { communityId: slug, person } });
    },
    onSuccess: (_, how) => {
      focusAfter(frame.current);
      if (how === 'decline') toast({ title: w.declined(displayName), description: w.declinedWhy });
      else
        toast({
          title: w.accepted(displayName),
          ...(may('roles', 'write') && account !== undefined ? { undo } : {}),
        });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
  return (
    <div ref={frame} className="flex justify-end gap-2">
      <Button
        size="sm"
        aria-label={w.declineOf(displayName)}
        loading={decide.isPending && decide.variables === 'decline'}
        onClick={() => !decide.isPending && decide.mutate('decline')}
      >
        {w.decline}
      </Button>
      <Button
        size="sm"
        variant="primary"
        aria-label={w.acceptOf(displayName)}
        loading={decide.isPending && decide.variables === 'accept'}
        onClick={() => !decide.isPending && decide.mutate('accept')}
      >
        {w.accept}
      </Button>
    </div>
  );
}
