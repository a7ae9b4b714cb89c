import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BookOpen, ChevronsUpDown, LogOut, Server, UserRound } from 'lucide-react';
import { useState } from 'react';
import { meQuery } from '../api/session.ts';
import { Avatar } from '../design/avatar.tsx';
import { DropdownMenu } from '../design/dropdown-menu.tsx';
import { app } from '../words/app.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { chooseTheme, chosenTheme, THEMES } from './preferences.ts';
import { signOut } from './sign-out.ts';
import { useChooseLanguage } from './use-choose-language.ts';

/** Who is signed in, and what is theirs wherever they are: account, theme, language, the way out. */
export function PersonMenu() {
  const w = useWords(app);
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <DropdownMenu
      align="start"
      label={w.account}
      trigger={
        <button
          type="button"
          className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-lg px-2 text-left hover:bg-hover focus-inset"
        >
          <Avatar name={me.displayName} />
          <bdi className="min-w-0 flex-1 truncate font-medium">{me.displayName}</bdi>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      }
      groups={[
        {
          items: [
            { label: w.account, icon: <UserRound />, onSelect: () => void navigate({ to: '/account' }) },
            ...(me.isOperator
              ? [{ label: w.installation, icon: <Server />, onSelect: () => void navigate({ to: '/operations' }) }]
              : []),
            { label: w.apiDocs, icon: <BookOpen />, onSelect: () => location.assign('/docs') },
          ],
        },
        {
          label: w.theme,
          items: THEMES.map((each) => ({
            label: w[each],
            checked: theme === each,
            onSelect: () => {
              chooseTheme(each);
              setTheme(each);
            },
          })),
        },
        {
          label: w.language,
          items: [
            { label: 'English', checked: language === 'en', onSelect: () => chooseLanguage('en') },
            { label: 'Deutsch', checked: language === 'de', onSelect: () => chooseLanguage('de') },
          ],
        },
        { items: [{ label: w.signOut, icon: <LogOut />, onSelect: signOut }] },
      ]}
    />
  );
}
