import { useQuery } from '@tanstack/react-query';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { aliases } from '../../words/aliases.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { EditorHead, EditorPage, NoSuchRule } from '../rules/editor-page.tsx';
import { HistoryCard } from '../rules/history-card.tsx';
import { useLastRow } from '../rules/use-last-row.ts';
import { usePrefix } from '../rules/use-prefix.ts';
import { useRuleDraft } from '../rules/use-rule-draft.ts';
import { type AliasDraft, createdOf, draftOf, NEW_ALIAS, patchOf } from './draft.ts';
import { AliasForm } from './form.tsx';
import { type Alias, aliasesQuery, aliasHistoryQuery, aliasList } from './queries.ts';
import { UnfoldedCard } from './unfolded-card.tsx';

interface EditorProps {
  /** Null: a new one. */
  readonly name: string | null;
  readonly onClose: () => void;
  readonly onNamed: (name: string) => void;
  readonly onRemove: (alias: Alias) => void;
}

/** One alias, with what it comes to beside it. */
export function AliasEditor({ name, onClose, ...rest }: EditorProps) {
  const w = useWords(aliases);
  const { slug } = useCommunity();
  const { data, isPending } = useQuery(aliasesQuery(slug));
  const prefix = usePrefix();
  const row = useLastRow(data, name);
  return (
    <>
      <EditorHead title={name === null ? w.newOne : `${prefix}${row?.name ?? name}`} onClose={onClose} />
      {name !== null && !row ? (
        <NoSuchRule isLoading={isPending} onClose={onClose} />
      ) : (
        <Editing key={row?.id ?? 'new'} row={row} {...rest} />
      )}
    </>
  );
}

const at = api.aliases[':communityId'];

function Editing({ row, onNamed, onRemove }: Omit<EditorProps, 'name' | 'onClose'> & { readonly row: Alias | null }) {
  const w = useWords(aliases);
  const r = useWords(rules);
  const { slug, may } = useCommunity();
  const prefix = usePrefix();
  const undo = async (name: string, version: string) => {
    await at[':name'].undo.$post({ param: { communityId: slug, name } }, asSeen(version));
  };
  const draft = useRuleDraft<Alias, AliasDraft>({
    list: aliasList(slug),
    row,
    initial: NEW_ALIAS,
    toValue: draftOf,
    save: async (value, was) => {
      const saved = was
        ? await read(
            at[':name'].$patch(
              { param: { communityId: slug, name: was.row.name }, json: patchOf(value, prefix) },
              asSeen(was.version),
            ),
          )
        : await read(at.$post({ param: { communityId: slug }, json: createdOf(value, prefix) }));
      if (saved.unknown.length > 0)
        toast({ key: 'rule-notes', tone: 'warning', title: w['fault.unknown'](saved.unknown.join(', ')) });
      return saved.id;
    },
    onSaved: (saved, isNew) => {
      const shown = `${prefix}${saved.name}`;
      toast({
        key: 'rules',
        title: isNew ? r.added(shown) : r.saved(shown),
        undo: () => undo(saved.name, versionOf(saved)),
      });
      if (saved.name !== row?.name) onNamed(saved.name);
    },
  });
  const names: Readonly<Record<string, string>> = {
    name: r.name,
    enabled: r.on,
    command: w.command,
    level: w.level,
    cooldownUser: w.cooldownUser,
    cooldownChannel: w.cooldownChannel,
    platforms: r.platforms,
    live: r.live,
    hidden: w.hidden,
  };
  return (
    <EditorPage
      draft={draft}
      thing={row ? `${prefix}${row.name}` : w.newOne}
      nameOf={([key = '']) => names[key] ?? key}
      target={row ? `alias:${row.id}` : null}
      onRemove={row ? () => onRemove(row) : undefined}
      form={<AliasForm draft={draft} readOnly={!may('commands', 'write')} />}
      preview={<UnfoldedCard draft={draft.value} />}
      history={
        row && (
          <HistoryCard
            name={`${prefix}${row.name}`}
            query={aliasHistoryQuery(slug, row.name)}
            undo={() => undo(row.name, versionOf(row))}
          />
        )
      }
    />
  );
}
