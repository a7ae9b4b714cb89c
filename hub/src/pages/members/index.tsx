import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { PageHeader } from '../../design/page-header.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { BansTab } from './bans-tab.tsx';
import { InvitesTab } from './invites-tab.tsx';
import { MembersTab } from './members-tab.tsx';
import { PLATFORM_NAMES } from './platforms.ts';
import { requestPages, SORTS } from './queries.ts';
import { RequestsTab } from './requests-tab.tsx';
import { ROLES } from './roles.ts';

const TABS = ['members', 'requests', 'invites', 'bans'] as const;
type Tab = (typeof TABS)[number];

/** All of this page that stands in the address. */
const readState = (raw: RawSearch) => ({
  tab: oneOf(raw, 'tab', TABS),
  q: textIn(raw, 'q'),
  role: oneOf(raw, 'role', ROLES),
  platform: oneOf(raw, 'platform', PLATFORM_NAMES),
  sort: oneOf(raw, 'sort', SORTS),
  member: textIn(raw, 'member'),
});
export type MembersState = ReturnType<typeof readState>;

/** Who belongs here, who wants to, who is invited, and who is kept out. */
export default function MembersPage() {
  const w = useWords(members);
  useTitle(w.title);
  const { slug } = useCommunity();
  const [state, change] = useSearchState(readState);
  const { data: requests } = useInfiniteQuery(requestPages(slug));
  const waiting = requests?.pages.flatMap((page) => page.data).length ?? 0;
  const open = useCallback(
    (tab: Tab) =>
      change(
        {
          tab: tab === 'members' ? undefined : tab,
          member: undefined,
          q: undefined,
          role: undefined,
          platform: undefined,
        },
        { push: true },
      ),
    [change],
  );
  return (
    <>
      <PageHeader title={w.title} description={w.description} />
      <Tabs
        label={w.tabs}
        value={state.tab ?? 'members'}
        onChange={(id) => open(TABS.find((tab) => tab === id) ?? 'members')}
        tabs={[
          { id: 'members', label: w.title, content: <MembersTab state={state} onChange={change} /> },
          {
            id: 'requests',
            label: w.requests,
            ...(waiting > 0 ? { count: waiting } : {}),
            content: <RequestsTab />,
          },
          { id: 'invites', label: w.invites, content: <InvitesTab /> },
          { id: 'bans', label: w.bans, content: <BansTab onMembers={() => open('members')} /> },
        ]}
      />
    </>
  );
}
