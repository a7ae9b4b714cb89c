import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { linkCodesQuery, type SeenCode } from './queries.ts';

/** A code that is typed in chat with another account, and whether who typed it is them. */
export function LinkCode() {
  const w = useWords(account);
  const client = useQueryClient();
  const { data: codes } = useSuspenseQuery(linkCodesQuery);
  const [given, setGiven] = useState<{ readonly code: string; readonly expiresAt: string } | null>(null);
  const isOpen = codes.some(({ status }) => status === 'open');
  const ask = useMutation({
    mutationFn: () => read(api.me['link-codes'].$post()),
    onSuccess: async (code) => {
      setGiven(code);
      await client.invalidateQueries({ queryKey: linkCodesQuery.queryKey });
    },
  });
  return (
    <Section aside title={w.codeTitle} description={w.codeWhy}>
      <div className="space-y-3">
        {codes
          .filter(({ status }) => status === 'typed')
          .map((code) => (
            <Typed key={code.id} code={code} onDone={() => setGiven(null)} />
          ))}
        <Card>
          {given && isOpen ? (
            <div className="space-y-3">
              <p>{w.typeThis}</p>
              <Code block copy>{`!link ${given.code}`}</Code>
              <div className="flex flex-wrap items-center justify-between gap-3 text-ink-faint">
                <StatusDot state="loading">{w.waiting}</StatusDot>
                <span>
                  {w.codeEnds} <Time at={given.expiresAt} />
                </span>
              </div>
            </div>
          ) : null}
          <div className={given && isOpen ? 'mt-4' : undefined}>
            <Button loading={ask.isPending} onClick={() => ask.mutate()}>
              {given && isOpen ? w.anotherCode : w.getCode}
            </Button>
          </div>
        </Card>
      </div>
    </Section>
  );
}

/** Who typed the code is shown by name before anything becomes theirs. */
function Typed({ code, onDone }: { readonly code: SeenCode; readonly onDone: () => void }) {
  const w = useWords(account);
  const client = useQueryClient();
  const param = { id: code.id };
  const settle = async (said: string) => {
    onDone();
    await client.invalidateQueries({ queryKey: ['me'] });
    toast({ title: said });
  };
  const confirm = useMutation({
    mutationFn: () => read(api.me['link-codes'][':id'].confirm.$post({ param })),
    onSuccess: () => settle(w.linked),
  });
  const refuse = useMutation({
    mutationFn: () => api.me['link-codes'][':id'].refuse.$post({ param }),
    onSuccess: () => settle(w.refused),
  });
  return (
    <Alert tone="warning" title={w.somebodyTyped}>
      <div className="space-y-3">
        {code.typedBy && <Named account={code.typedBy} />}
        {code.others.length > 0 && (
          <div>
            <p>{w.comesWith}</p>
            <ul>
              {code.others.map((other) => (
                <li key={`${other.platform} ${other.login}`}>
                  <Named account={other} />
                </li>
              ))}
            </ul>
          </div>
        )}
        <p>{w.isThatYou}</p>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {w.yesMe}
          </Button>
          <Button loading={refuse.isPending} onClick={() => refuse.mutate()}>
            {w.notMe}
          </Button>
        </div>
      </div>
    </Alert>
  );
}

const Named = ({
  account: { platform, displayName, login },
}: {
  readonly account: NonNullable<SeenCode['typedBy']>;
}) => (
  <PlatformMark platform={platform} className="max-w-full">
    <bdi className="font-medium text-ink">{displayName}</bdi> <bdi className="text-ink-faint">{login}</bdi>
  </PlatformMark>
);
