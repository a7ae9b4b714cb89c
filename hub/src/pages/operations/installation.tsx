import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/session.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { InstallationParts } from './installation-parts.tsx';
import { readState } from './state.ts';

/** How the installation does, outside of any community: who runs it need not belong to one. */
export default function InstallationPage() {
  const w = useWords(operations);
  useTitle(w.installation);
  const { data: me } = useSuspenseQuery(meQuery);
  const [state, change] = useSearchState(readState);
  if (!me.isOperator)
    return (
      <EmptyState mood="sleepy" title={w.notOperatorTitle}>
        {w.notOperator}
      </EmptyState>
    );
  return (
    <>
      <PageHeader title={w.installation} description={w.installationDescription} />
      <InstallationParts state={state} onChange={change} />
    </>
  );
}
