import { Tabs } from '../../design/tabs.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { AgendaTab } from './agenda-tab.tsx';
import { HostsTab } from './hosts-tab.tsx';
import { LettersTab } from './letters-tab.tsx';
import { SecurityTab } from './security-tab.tsx';
import { type ChangeState, INSTALLATION_TABS, type OperationsState, OTHER_TAB } from './state.ts';
import { VersionsTab } from './versions-tab.tsx';

interface InstallationPartsProps {
  readonly state: OperationsState;
  readonly onChange: ChangeState;
}

/** What is the installation's: nothing in it shows what people of a community wrote. */
export function InstallationParts({ state, onChange }: InstallationPartsProps) {
  const w = useWords(operations);
  const tab = INSTALLATION_TABS.find((one) => one === state.tab) ?? 'letters';
  return (
    <Tabs
      label={w.tabs}
      value={tab}
      onChange={(id) => {
        const next = INSTALLATION_TABS.find((one) => one === id);
        onChange({ ...OTHER_TAB, tab: next === 'letters' ? undefined : next }, { push: true });
      }}
      tabs={[
        { id: 'letters', label: w.letters, content: <LettersTab scope={null} state={state} onChange={onChange} /> },
        { id: 'hosts', label: w.hosts, content: <HostsTab scope={null} /> },
        { id: 'agenda', label: w.agenda, content: <AgendaTab /> },
        { id: 'versions', label: w.versions, content: <VersionsTab /> },
        { id: 'security', label: w.security, content: <SecurityTab /> },
      ]}
    />
  );
}
