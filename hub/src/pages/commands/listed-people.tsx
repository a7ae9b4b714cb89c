import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { Person } from '../../design/person.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import { type CommandDetail, peopleFound } from './queries.ts';

export type Listing = 'allow' | 'deny' | 'neither';

type Known = CommandDetail['people'][number];

interface ListedPeopleProps {
  /** The command, with its part where it has one. */
  readonly name: string;
  readonly set: { readonly allow?: readonly string[] | undefined; readonly deny?: readonly string[] | undefined };
  /** Who of those listed has a name here. */
  readonly people: readonly Known[];
  readonly prefix: string;
  readonly readOnly: boolean;
  /** Told when it is so, and whether it was not so before. */
  readonly onListed: (to: Listing, who: string, isNew: boolean) => Promise<void>;
}

/** Who may use a command whatever their level, and who may not. It is changed at once, person by person, as in chat. */
export function ListedPeople({ name, set, people, prefix, readOnly, onListed }: ListedPeopleProps) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const known = new Map(people.map((person) => [person.account, person]));
  const change = useMutation({
    mutationFn: ({ account, to }: { readonly account: string; readonly to: Listing; readonly who: string }) => {
      const one = api.commands[':communityId'][':name'].people[':account'];
      const param = { communityId: slug, name, account };
      return read<{ readonly changed: boolean }>(
        to === 'neither' ? one.$delete({ param }) : one.$put({ param, json: { list: to } }),
      );
    },
    onSuccess: ({ changed }, { to, who }) => onListed(to, who, changed),
  });
  const isByIdShown = [...(set.allow ?? []), ...(set.deny ?? [])].some((account) => !known.has(account));
  return (
    <>
      {(['allow', 'deny'] as const).map((list) => (
        <List
          key={list}
          command={name}
          label={w[list]}
          hint={list === 'allow' && !readOnly ? w.listHint(prefix) : undefined}
          accounts={set[list] ?? []}
          known={known}
          readOnly={readOnly}
          isBusy={change.isPending}
          onAdd={(account, who) => change.mutate({ account, who, to: list })}
          onRemove={(account, who) => change.mutate({ account, who, to: 'neither' })}
        />
      ))}
      {isByIdShown && !readOnly && <p className="text-ink-faint text-sm">{w.byIdHint}</p>}
    </>
  );
}

/** So many of a list are shown until all are asked for. */
const MOST_SHOWN = 12;

function List({
  command,
  label,
  hint,
  accounts,
  known,
  readOnly,
  isBusy,
  onAdd,
  onRemove,
}: {
  readonly command: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly accounts: readonly string[];
  readonly known: ReadonlyMap<string, Known>;
  readonly readOnly: boolean;
  readonly isBusy: boolean;
  readonly onAdd: (account: string, who: string) => void;
  readonly onRemove: (account: string, who: string) => void;
}) {
  const w = useWords(commands);
  const [showsAll, setShowsAll] = useState(false);
  const box = useRef<HTMLFieldSetElement>(null);
  /** Who was taken off last, and at which row. */
  const left = useRef<{ readonly account: string; readonly row: number } | null>(null);
  const nameOf = (account: string): string => known.get(account)?.displayName ?? account;
  // By name; who has none here comes last.
  const sorted = accounts.toSorted(
    (one, other) =>
      Number(known.has(other)) - Number(known.has(one)) ||
      nameOf(one).localeCompare(nameOf(other)) ||
      (one < other ? -1 : 1),
  );
  const shown = showsAll ? sorted : sorted.slice(0, MOST_SHOWN);
  // The focus goes to the row that takes its place, or to where one is added.
  useLayoutEffect(() => {
    const gone = left.current;
    if (!gone || accounts.includes(gone.account)) return;
    left.current = null;
    if (document.activeElement !== document.body) return;
    const rows = box.current?.querySelectorAll<HTMLElement>('li button') ?? [];
    const next =
      rows[Math.min(gone.row, rows.length - 1)] ?? box.current?.querySelector<HTMLElement>('[role="combobox"]');
    next?.focus();
  }, [accounts]);
  return (
    <fieldset ref={box} className="min-w-0 space-y-2">
      <legend className="font-medium text-ink">{label}</legend>
      {hint && <p className="text-ink-faint text-sm">{hint}</p>}
      {accounts.length === 0 ? (
        <p className="text-ink-faint">{w.nobodyListed}</p>
      ) : (
        <ul aria-label={label} className="grid gap-2 sm:grid-cols-2">
          {shown.map((account, i) => (
            <li
              key={account}
              className="flex min-w-0 items-center justify-between gap-2 rounded-md border border-line py-1 pr-1 pl-2"
            >
              <Listed account={account} person={known.get(account)} />
              {!readOnly && (
                <IconButton
                  size="sm"
                  label={w.unlist(nameOf(account))}
                  icon={<X />}
                  onClick={() => {
                    if (isBusy) return;
                    left.current = { account, row: i };
                    onRemove(account, nameOf(account));
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {shown.length < sorted.length && (
        <Button size="sm" variant="ghost" onClick={() => setShowsAll(true)}>
          {w.allListed(sorted.length)}
        </Button>
      )}
      {!readOnly && (
        <AddPerson command={command} label={label} isListed={(account) => accounts.includes(account)} onAdd={onAdd} />
      )}
    </fieldset>
  );
}

/** Somebody by name, else by what the platform calls them. */
function Listed({ account, person }: { readonly account: string; readonly person: Known | undefined }) {
  if (person)
    return (
      <Person
        size="sm"
        name={person.displayName}
        accounts={[{ platform: person.platform, name: person.login }]}
        className="overflow-hidden"
      />
    );
  const [platform = '', id = ''] = account.split(/:(.*)/s);
  return (
    <PlatformMark platform={platform}>
      <bdi className="font-mono text-sm">{id}</bdi>
    </PlatformMark>
  );
}

/** An account as it is typed whole, for who goes by no name here. */
const WHOLE_ACCOUNT = new RegExp(`^(?:${PLATFORMS.join('|')}):\\S{1,100}$`);

function AddPerson({
  command,
  label,
  isListed,
  onAdd,
}: {
  readonly command: string;
  readonly label: string;
  readonly isListed: (account: string) => boolean;
  readonly onAdd: (account: string, who: string) => void;
}) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim());
  const { data = [], isPending } = useQuery({ ...peopleFound(slug, command, text), placeholderData: keepPreviousData });
  const found = data.map(({ account, platform, login, displayName }) => ({
    value: account,
    label: displayName,
    hint: `${platformLabel(platform)}: ${login}`,
  }));
  const isWhole = WHOLE_ACCOUNT.test(text) && !found.some(({ value }) => value === text);
  const options = [...found, ...(isWhole ? [{ value: text, label: text }] : [])];
  return (
    <Combobox
      className="sm:w-72"
      label={w.addListedTo(label)}
      placeholder={w.addListed}
      value={null}
      options={options.filter(({ value }) => !isListed(value))}
      loading={isPending}
      onSearch={setTyped}
      onChange={(account) => onAdd(account, options.find(({ value }) => value === account)?.label ?? account)}
    />
  );
}
