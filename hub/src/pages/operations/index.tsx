import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/session.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../design/button.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { ExecutionsTab } from './executions-tab.tsx';
import { HostsTab } from './hosts-tab.tsx';
import { InstallationParts } from './installation-parts.tsx';
import { LettersTab } from './letters-tab.tsx';
import { LimitsTab } from './limits-tab.tsx';
import { type ChangeState, COMMUNITY_TABS, type OperationsState, OTHER_TAB, readState } from './state.ts';
import { UnseenTab } from './unseen-tab.tsx';

/** What went wrong and what is left to do: for owners of the community, and of all for who runs the installation. */
export default function OperationsPage() {
  const w = useWords(operations);
  useTitle(w.title);
  const { may } = useCommunity();
  const { data: me } = useSuspenseQuery(meQuery);
  const [state, change] = useSearchState(readState);
  const isOwner = may('operations');
  const isInstallation = me.isOperator && (state.of === 'installation' || !isOwner);
  return (
    <>
      <PageHeader
        title={w.title}
        description={isInstallation ? w.installationDescription : w.description}
        actions={
          me.isOperator &&
          isOwner && (
            <Button
              onClick={() =>
                change(
                  { ...OTHER_TAB, tab: undefined, of: isInstallation ? undefined : 'installation' },
                  { push: true },
                )
              }
            >
              {isInstallation ? w.toCommunity : w.toInstallation}
            </Button>
          )
        }
      />
      {isInstallation ? (
        <InstallationParts state={state} onChange={change} />
      ) : (
        <CommunityParts state={state} onChange={change} />
      )}
    </>
  );
}

function CommunityParts({ state, onChange }: { readonly state: OperationsState; readonly onChange: ChangeState }) {
  const w = useWords(operations);
  const { slug } = useCommunity();
  // Who comes with the id of a command wants to see its way.
  const byId = state.invocation === undefined ? 'letters' : 'executions';
  const tab = COMMUNITY_TABS.find((one) => one === state.tab) ?? byId;
  return (
    <Tabs
      label={w.tabs}
      value={tab}
      onChange={(id) => {
        const next = COMMUNITY_TABS.find((one) => one === id);
        onChange({ ...OTHER_TAB, tab: next === 'letters' ? undefined : next }, { push: true });
      }}
      tabs={[
        { id: 'letters', label: w.letters, content: <LettersTab scope={slug} state={state} onChange={onChange} /> },
        { id: 'unseen', label: w.unseen, content: <UnseenTab state={state} onChange={onChange} /> },
        { id: 'executions', label: w.executions, content: <ExecutionsTab state={state} onChange={onChange} /> },
        { id: 'limits', label: w.limits, content: <LimitsTab state={state} onChange={onChange} /> },
        { id: 'hosts', label: w.hosts, content: <HostsTab scope={slug} /> },
      ]}
    />
  );
}
