import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { SquareSlash } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { api, read } from '../api/client.ts';
import { meQuery, ownCommunitiesQuery } from '../api/session.ts';
import { ofCommunity } from '../api/use-live.ts';
import { moduleSettingsQuery } from '../pages/settings/queries.ts';
import { sectionsFor } from '../pages/settings/sections.ts';
import { app } from '../words/app.ts';
import { settings } from '../words/settings.ts';
import { summaryOf } from '../words/summary.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { COMMUNITY_PAGES, mayOpen } from './pages.ts';
import { chooseTheme } from './preferences.ts';
import { signOut } from './sign-out.ts';
import { useChooseLanguage } from './use-choose-language.ts';
import type { CommunityHere } from './use-community.ts';

/** What is looked for on the server, and how much of it is shown. */
const SHOWN = 6;

const membersNamed = (slug: string, typed: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'palette', 'members', typed],
    queryFn: async ({ signal }) =>
      (
        await read(
          api.communities[':communityId'].members.$get(
            { param: { communityId: slug }, query: { q: typed, limit: String(SHOWN) } },
            { init: { signal } },
          ),
        )
      ).data,
    placeholderData: keepPreviousData,
  });

const commandsNamed = (slug: string, typed: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'palette', 'commands', typed],
    queryFn: async ({ signal }) =>
      (
        await read(
          api.commands[':communityId'].$get(
            { param: { communityId: slug }, query: { search: typed, limit: String(SHOWN) } },
            { init: { signal } },
          ),
        )
      ).data,
    placeholderData: keepPreviousData,
  });

/** What a name of a command may hold of what was typed: `!hug` is found by it, too. */
const asCommand = (typed: string): string => typed.replace(/^[^\p{L}\p{N}_-]+/u, '').slice(0, 40);

export interface PaletteProps {
  readonly community: CommunityHere | null;
  readonly onClose: () => void;
  readonly onKeys: () => void;
}

/** ⌘K: gets anywhere and does what needs no page. */
export default function Palette({ community, onClose, onKeys }: PaletteProps) {
  const w = useWords(app);
  const sectionWords = useWords(settings);
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const looked = useDeferredValue(typed.trim());
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: communities = [] } = useQuery(ownCommunitiesQuery);
  const asksMembers = community?.may('members') === true && looked.length >= 2;
  const { data: members = [] } = useQuery({ ...membersNamed(community?.slug ?? '', looked), enabled: asksMembers });
  const command = asCommand(looked);
  const asksCommands = community?.may('commands') === true && command.length >= 2;
  const { data: commands = [] } = useQuery({
    ...commandsNamed(community?.slug ?? '', command),
    enabled: asksCommands,
  });
  const seesSettings = community?.may('settings') === true;
  const { data: modules = [] } = useQuery({
    ...moduleSettingsQuery(community?.slug ?? ''),
    enabled: seesSettings,
  });
  const sections = seesSettings
    ? [
        ...sectionsFor(community.may).map(({ id, word }) => ({ id: id as string, title: sectionWords[word] })),
        ...modules.map(({ module, title }) => ({ id: module, title })),
      ]
    : [];
  const run = (act: () => unknown) => () => {
    onClose();
    void act();
  };

  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={w.palette}
      loop
      overlayClassName="fixed inset-0 z-(--layer-dialog) animate-appear bg-overlay"
      contentClassName="fixed top-[12dvh] left-1/2 z-(--layer-dialog) w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 animate-rise overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-float"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder={w.paletteHint}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-center text-ink-soft">{w.paletteNothing}</Command.Empty>
        {community && (
          <Group heading={w.groupPages}>
            {COMMUNITY_PAGES.filter((page) => mayOpen(page, community, me)).map(({ path, title, icon: Icon }) => (
              <Item
                key={path}
                value={w[title]}
                onSelect={run(() => navigate({ to: path as '/c/$slug', params: { slug: community.slug } }))}
              >
                <Icon aria-hidden />
                {w[title]}
              </Item>
            ))}
          </Group>
        )}
        {community && sections.length > 0 && (
          <Group heading={w.settings}>
            {sections.map(({ id, title }) => (
              <Item
                key={id}
                value={`${w.settings}: ${title}`}
                onSelect={run(() =>
                  navigate({ to: '/c/$slug/settings/$section', params: { slug: community.slug, section: id } }),
                )}
              >
                {title}
              </Item>
            ))}
          </Group>
        )}
        {asksCommands && commands.length > 0 && community && (
          <Group heading={w.groupCommands}>
            {commands.map(({ id, name, replies, ...told }) => (
              <Item
                key={id}
                value={`${name} ${id}`}
                // The server has found it, whatever stood before its name.
                keywords={[looked]}
                onSelect={run(() =>
                  navigate({
                    to: '/c/$slug/commands' as '/c/$slug',
                    params: { slug: community.slug },
                    search: { edit: name } as never,
                  }),
                )}
              >
                <SquareSlash aria-hidden />
                <bdi className="max-w-40 shrink-0 truncate font-mono">{name}</bdi>
                <bdi className="truncate text-ink-faint">{replies?.[0]?.text ?? summaryOf(told, language)}</bdi>
              </Item>
            ))}
          </Group>
        )}
        {asksMembers && members.length > 0 && community && (
          <Group heading={w.groupMembers}>
            {members.map(({ id, accounts: [{ displayName: name } = { displayName: '' }] }) => (
              <Item
                key={id}
                value={`${name} ${id}`}
                onSelect={run(() =>
                  navigate({
                    to: '/c/$slug/members',
                    params: { slug: community.slug },
                    search: { member: id } as never,
                  }),
                )}
              >
                {name}
              </Item>
            ))}
          </Group>
        )}
        <Group heading={w.groupCommunities}>
          {communities
            .filter(({ goneAt, slug }) => goneAt === null && slug !== community?.slug)
            .map(({ slug, name }) => (
              <Item
                key={slug}
                value={`${name} ${slug}`}
                onSelect={run(() => navigate({ to: '/c/$slug', params: { slug } }))}
              >
                {name}
              </Item>
            ))}
          <Item value={w.newCommunity} onSelect={run(() => navigate({ to: '/start' }))}>
            {w.newCommunity}
          </Item>
        </Group>
        <Group heading={w.groupActions}>
          <Item value={w.account} onSelect={run(() => navigate({ to: '/account' }))}>
            {w.account}
          </Item>
          <Item value={`${w.theme}: ${w.dark}`} onSelect={run(() => chooseTheme('dark'))}>
            {w.theme}: {w.dark}
          </Item>
          <Item value={`${w.theme}: ${w.light}`} onSelect={run(() => chooseTheme('light'))}>
            {w.theme}: {w.light}
          </Item>
          <Item
            value={`${w.language}: ${language === 'en' ? 'Deutsch' : 'English'}`}
            onSelect={run(() => chooseLanguage(language === 'en' ? 'de' : 'en'))}
          >
            {w.language}: {language === 'en' ? 'Deutsch' : 'English'}
          </Item>
          <Item value={w.keys} onSelect={onKeys}>
            {w.keys}
          </Item>
          <Item value={w.signOut} onSelect={run(signOut)}>
            {w.signOut}
          </Item>
        </Group>
      </Command.List>
    </Command.Dialog>
  );
}

const Group = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-sm"
  >
    {children}
  </Command.Group>
);

const Item = ({
  value,
  keywords = [],
  onSelect,
  children,
}: {
  readonly value: string;
  readonly keywords?: string[];
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) => (
  <Command.Item
    value={value}
    keywords={keywords}
    onSelect={onSelect}
    className="flex h-9 cursor-pointer items-center gap-2.5 truncate rounded-lg px-2.5 data-[selected=true]:bg-selected [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint"
  >
    {children}
  </Command.Item>
);
