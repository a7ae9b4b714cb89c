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
import { aliases } from '../../words/aliases.ts';
import { levels } from '../../words/levels.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { BulkActions } from '../rules/bulk-actions.tsx';
import { ExampleTable } from '../rules/example-table.tsx';
import { nameColumn } from '../rules/name-column.tsx';
import { RuleList } from '../rules/rule-list.tsx';
import { usePrefix } from '../rules/use-prefix.ts';
import { useRuleActs } from '../rules/use-rule-acts.ts';
import { useRulesState } from '../rules/use-rules-state.ts';
import { AliasEditor } from './editor.tsx';
import { type Alias, aliasesQuery, aliasList } from './queries.ts';

const at = api.aliases[':communityId'];
const isOn = ({ options }: Alias): boolean => options.enabled !== false;

/** Other names for commands: all of them, or one. */
export default function AliasesPage() {
  const w = useWords(aliases);
  const r = useWords(rules);
  const l = useWords(levels);
  const { slug, may } = useCommunity();
  const state = useRulesState();
  useTitle(state.isEditing ? `${state.edit ?? w.newOne} · ${w.title}` : w.title);
  const query = useQuery(aliasesQuery(slug));
  const mayWrite = may('commands', 'write');
  const prefix = usePrefix();
  const acts = useRuleActs<Alias>({
    list: aliasList(slug),
    isOn,
    setOn: (row, on) =>
      at[':name'].$patch(
        { param: { communityId: slug, name: row.name }, json: { options: { enabled: on ? null : false } } },
        asSeen(versionOf(row)),
      ),
    remove: (row) => at[':name'].$delete({ param: { communityId: slug, name: row.name } }, asSeen(versionOf(row))),
    bringBack: (name) => at[':name'].undo.$post({ param: { communityId: slug, name } }),
  });

  if (state.isEditing)
    return (
      <AliasEditor
        name={state.edit}
        onClose={state.close}
        onNamed={state.rename}
        onRemove={(alias) => acts.remove([alias], state.close)}
      />
    );

  const columns: readonly Column<Alias>[] = [
    nameColumn(w.alias, { width: '12rem', prefix }),
    { id: 'command', header: w.standsFor, cell: (row) => <bdi className="font-mono">{row.command}</bdi> },
    {
      id: 'level',
      header: w.level,
      priority: 3,
      width: '9rem',
      cell: ({ options: { level } }) =>
        level && level !== 'everyone' ? (
          <Badge tone="outline">{l[level]}</Badge>
        ) : (
          <span className="text-ink-faint">{l.everyone}</span>
        ),
    },
    { id: 'uses', header: w.uses, numeric: true, priority: 2, width: '6rem', cell: (row) => <Num value={row.uses} /> },
    {
      id: 'on',
      header: r.on,
      width: '5rem',
      cell: (row) => (
        <Switch
          aria-label={r.switchOf(`${prefix}${row.name}`)}
          checked={isOn(row)}
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
      textOf={({ name, command }) => `${prefix}${name} ${command}`}
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
              head={[w.alias, w.standsFor]}
              rows={[
                ['!sl', 'so {target} && hug {target}'],
                ['!bday', 'remind {user} {args}'],
              ]}
            />
          }
        >
          {w.first}
        </EmptyState>
      }
    />
  );
}
