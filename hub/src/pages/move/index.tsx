import { useCallback } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { oneOf, type RawSearch, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { PageHeader } from '../../design/page-header.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { move } from '../../words/move.ts';
import { useWords } from '../../words/use-words.ts';
import { ArchiveTab } from './archive/index.tsx';
import { ImportTab } from './import/index.tsx';

const TABS = ['in', 'out'] as const;

const readState = (raw: RawSearch) => ({ tab: oneOf(raw, 'tab', TABS) });

/** Bringing along what another bot has, and taking everything to another installation. */
export default function MovePage() {
  const w = useWords(move);
  useTitle(w.title);
  const { may } = useCommunity();
  const [{ tab }, change] = useSearchState(readState);
  const open = useCallback((id: string) => change({ tab: id === 'out' ? 'out' : undefined }, { push: true }), [change]);
  const tabs = [
    ...(may('commands', 'write') ? [{ id: 'in', label: w.in, content: <ImportTab /> }] : []),
    ...(may('ownership', 'write') ? [{ id: 'out', label: w.out, content: <ArchiveTab /> }] : []),
  ];
  const shown = tabs.find(({ id }) => id === (tab ?? 'in')) ?? tabs[0];
  return (
    <>
      <PageHeader title={w.title} description={w.description} />
      {shown && <Tabs label={w.tabs} value={shown.id} onChange={open} tabs={tabs} />}
    </>
  );
}
