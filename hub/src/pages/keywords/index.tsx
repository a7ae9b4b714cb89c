import { useQuery } from '@tanstack/react-query';
import { api, asSeen, versionOf } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useTitle } from '../../app/use-title.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Num } from '../../design/num.tsx';
import { Switch } from '../../design/switch.tsx';
import { keywords } from '../../words/keywords.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { BulkActions } from '../rules/bulk-actions.tsx';
import { ExampleTable } from '../rules/example-table.tsx';
import { nameColumn } from '../rules/name-column.tsx';
import { PlatformMarks } from '../rules/platform-choice.tsx';
import { RuleList } from '../rules/rule-list.tsx';
import { usePrefix } from '../rules/use-prefix.ts';
import { useRuleActs } from '../rules/use-rule-acts.ts';
import { useRulesState } from '../rules/use-rules-state.ts';
import { actionText } from './action-text.ts';
import { draftOf, inputOf } from './draft.ts';
import { KeywordEditor } from './editor.tsx';
import { type Keyword, keywordList, keywordsQuery } from './queries.ts';
import { TestBox } from './test-box.tsx';

const at = api.keywords[':communityId'];

/** Rules on what people write: all of them in their order, or one. */
export default function KeywordsPage() {
  const w = useWords(keywords);
  const r = useWords(rules);
  const { slug, may } = useCommunity();
  const state = useRulesState();
  useTitle(state.isEditing ? `${state.edit ?? w.newOne} · ${w.title}` : w.title);
  const query = useQuery(keywordsQuery(slug));
  const mayWrite = may('commands', 'write');
  const prefix = usePrefix();
  const acts = useRuleActs<Keyword>({
    list: keywordList(slug),
    isOn: ({ enabled }) => enabled,
    setOn: (row, enabled) =>
      at[':name'].$put(
        { param: { communityId: slug, name: row.name }, json: { ...inputOf(draftOf(row)), enabled } },
        asSeen(versionOf(row)),
      ),
    remove: (row) => at[':name'].$delete({ param: { communityId: slug, name: row.name } }, asSeen(versionOf(row))),
    bringBack: (name) => at[':name'].undo.$post({ param: { communityId: slug, name } }),
  });

  if (state.isEditing)
    return (
      <KeywordEditor
        name={state.edit}
        onClose={state.close}
        onNamed={state.rename}
        onRemove={(rule) => acts.remove([rule], state.close)}
      />
    );

  const columns: readonly Column<Keyword>[] = [
    nameColumn(w.rule, { width: '11rem' }),
    {
      id: 'pattern',
      header: w.looksFor,
      cell: (row) => (
        <>
          <Badge tone="outline" className="mr-2">
            {w[`match.${row.match}`]}
          </Badge>
          <bdi className="font-mono">{row.pattern}</bdi>
        </>
      ),
    },
    { id: 'does', header: w.does, priority: 2, cell: (row) => <bdi>{actionText(row.action, w, prefix)}</bdi> },
    {
      id: 'priority',
      header: w.priority,
      numeric: true,
      priority: 3,
      width: '6rem',
      cell: (row) => <Num value={row.priority} />,
    },
    {
      id: 'where',
      header: w.where,
      priority: 3,
      width: '9rem',
      cell: (row) => <PlatformMarks of={row.platforms} />,
    },
    {
      id: 'on',
      header: r.on,
      width: '5rem',
      cell: (row) => (
        <Switch
          aria-label={r.switchOf(row.name)}
          checked={row.enabled}
          disabled={!mayWrite}
          onChange={(on) => acts.turn([row], on)}
        />
      ),
    },
  ];

  return (
    <RuleList
      words={w}
      query={query}
      columns={columns}
      textOf={(row) => `${row.name} ${row.pattern} ${actionText(row.action, w, prefix)}`}
      search={state.q}
      onSearch={state.search}
      onOpen={({ name }) => state.open(name)}
      onNew={state.begin}
      bulk={(chosen, done) => <BulkActions of={chosen} acts={acts} onDone={done} />}
      empty={
        <EmptyState
          title={w.firstTitle}
          action={
            mayWrite && (
              <Button variant="primary" onClick={state.begin}>
                {w.firstButton}
              </Button>
            )
          }
          example={
            <ExampleTable
              label={w.title}
              head={[w.rule, w.looksFor, w.does]}
              rows={[
                ['hi', w.exampleWord, w.says(w.exampleSays)],
                ['spam', 'buy\\s+followers', w.deletes],
              ]}
            />
          }
        >
          {w.first}
        </EmptyState>
      }
    >
      {mayWrite && (
        <div className="mt-6 max-w-2xl">
          <TestBox draft={null} replaces={null} />
        </div>
      )}
    </RuleList>
  );
}
