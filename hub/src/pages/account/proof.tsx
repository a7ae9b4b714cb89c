import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert } from '../../design/alert.tsx';
import { LinkButton } from '../../design/button.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { waysInQuery } from './queries.ts';

/** Where whoever is signed in proves once more that it is them, to come back here. */
const PROVE = `/auth/prove?${new URLSearchParams({ to: '/hub/account' })}`;

/** Whether what wants a proof can be done now. */
export const useIsProved = (): boolean => useSuspenseQuery(waysInQuery).data.isFresh;

/** Says what a proof opens, and where to give it. */
export function ProofNeeded() {
  const w = useWords(account);
  if (useIsProved()) return null;
  return (
    <Alert
      tone="info"
      title={w.proveTitle}
      action={
        <LinkButton href={PROVE} variant="primary">
          {w.prove}
        </LinkButton>
      }
    >
      {w.proveWhy}
    </Alert>
  );
}
