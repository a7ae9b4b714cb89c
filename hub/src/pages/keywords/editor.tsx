import { useQuery } from '@tanstack/react-query';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { keywords } from '../../words/keywords.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { EditorHead, EditorPage, NoSuchRule } from '../rules/editor-page.tsx';
import { HistoryCard } from '../rules/history-card.tsx';
import { useLastRow } from '../rules/use-last-row.ts';
import { useRuleDraft } from '../rules/use-rule-draft.ts';
import { draftOf, inputOf, type KeywordDraft, NEW_KEYWORD } from './draft.ts';
import { KeywordForm } from './form.tsx';
import { type Keyword, keywordHistoryQuery, keywordList, keywordsQuery } from './queries.ts';
import { TestBox } from './test-box.tsx';

export interface EditorProps {
  /** Null: a new one. */
  readonly name: string | null;
  readonly onClose: () => void;
  /** It has been made, or has another name. */
  readonly onNamed: (name: string) => void;
  readonly onRemove: (rule: Keyword) => void;
}

/** One rule, with the test box beside it. */
export function KeywordEditor({ name, onClose, onNamed, onRemove }: EditorProps) {
  const w = useWords(keywords);
  const { slug } = useCommunity();
  const { data, isPending } = useQuery(keywordsQuery(slug));
  const row = useLastRow(data, name);
  return (
    <>
      <EditorHead title={name === null ? w.newOne : (row?.name ?? name)} onClose={onClose} />
      {name !== null && !row ? (
        <NoSuchRule isLoading={isPending} onClose={onClose} />
      ) : (
        <Editing key={row?.id ?? 'new'} row={row} onClose={onClose} onNamed={onNamed} onRemove={onRemove} />
      )}
    </>
  );
}

const at = api.keywords[':communityId'];

function Editing({ row, onNamed, onRemove }: Omit<EditorProps, 'name'> & { readonly row: Keyword | null }) {
  const w = useWords(keywords);
  const r = useWords(rules);
  const { slug, may } = useCommunity();
  const undo = async (name: string, version: string) => {
    await at[':name'].undo.$post({ param: { communityId: slug, name } }, asSeen(version));
  };
  const draft = useRuleDraft<Keyword, KeywordDraft>({
    list: keywordList(slug),
    row,
    initial: NEW_KEYWORD,
    toValue: draftOf,
    save: async (value, was) => {
      const json = inputOf(value);
      const saved = was
        ? await read(at[':name'].$put({ param: { communityId: slug, name: was.row.name }, json }, asSeen(was.version)))
        : await read(at.$post({ param: { communityId: slug }, json }));
      const notes = [
        ...(saved.matchesAll ? [w.notesAll] : []),
        ...(saved.unknown.length > 0 ? [w.notesUnknown(saved.unknown.join(', '))] : []),
      ];
      if (notes.length > 0) toast({ key: 'rule-notes', tone: 'warning', title: notes.join(' ') });
      return saved.id;
    },
    onSaved: (saved, isNew) => {
      toast({
        key: 'rules',
        title: isNew ? r.added(saved.name) : r.saved(saved.name),
        undo: () => undo(saved.name, versionOf(saved)),
      });
      if (saved.name !== row?.name) onNamed(saved.name);
    },
  });
  const names: Readonly<Record<string, string>> = {
    name: r.name,
    enabled: r.on,
    match: w.match,
    pattern: w.pattern,
    caseSensitive: w.caseSensitive,
    action: w.action,
    text: w.text,
    line: w.line,
    module: w.module,
    platforms: r.platforms,
    priority: w.priority,
    cooldown: w.cooldown,
  };
  return (
    <EditorPage
      draft={draft}
      thing={row?.name ?? w.newOne}
      nameOf={([key = '']) => names[key] ?? key}
      target={row ? `keyword:${row.id}` : null}
      onRemove={row ? () => onRemove(row) : undefined}
      form={<KeywordForm draft={draft} readOnly={!may('commands', 'write')} />}
      preview={may('commands', 'write') && <TestBox draft={draft.value} replaces={row?.name ?? null} />}
      history={
        row && (
          <HistoryCard
            name={row.name}
            query={keywordHistoryQuery(slug, row.name)}
            undo={() => undo(row.name, versionOf(row))}
          />
        )
      }
    />
  );
}
