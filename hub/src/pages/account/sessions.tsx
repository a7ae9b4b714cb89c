import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';
import { sessionsQuery } from './queries.ts';

/** The browsers in which somebody is signed in. */
export function Sessions() {
  const w = useWords(account);
  const client = useQueryClient();
  const { data: sessions } = useSuspenseQuery(sessionsQuery);
  const refresh = () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const end = useMutation({
    mutationFn: (sessionId: string) => api.me.sessions[':sessionId'].$delete({ param: { sessionId } }),
    onSuccess: async () => {
      await refresh();
      toast({ title: w.sessionEnded });
    },
  });
  const endOthers = useMutation({
    mutationFn: () => read(api.me.sessions.$delete()),
    onSuccess: async ({ ended }) => {
      await refresh();
      toast({ title: w.othersEnded(ended) });
    },
  });
  const HOW: Readonly<Record<string, string>> = {
    password: w.byPassword,
    passkey: w.byPasskey,
    'owner-link': w.byOwnerLink,
    'reset-link': w.byResetLink,
  };
  return (
    <Section aside title={w.sessions} description={w.sessionsWhy}>
      <div className="space-y-3">
        <List>
          {sessions.map(({ id, device, method, lastSeenAt, isThis }) => (
            <Row
              key={id}
              title={<bdi>{device}</bdi>}
              mark={isThis && <Badge tone="ok">{w.thisBrowser}</Badge>}
              more={
                <>
                  {HOW[method] ?? w.by(platformLabel(method))} · <Time at={lastSeenAt} />
                </>
              }
              actions={
                !isThis && (
                  <Button variant="ghost" aria-label={w.endSession(device)} onClick={() => end.mutate(id)}>
                    {w.end}
                  </Button>
                )
              }
            />
          ))}
        </List>
        {sessions.length > 1 && (
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {w.endOthers}
          </Button>
        )}
      </div>
    </Section>
  );
}
