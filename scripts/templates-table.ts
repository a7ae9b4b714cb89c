import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dialect } from '../workers/core/templates/nodes.ts';
import { DIALECTS } from '../workers/core/templates/nodes.ts';
import { VARIABLES, variablesOf } from '../workers/core/templates/variables/index.ts';
import type { Status, Variable } from '../workers/core/templates/variables/variable.ts';
import { BUDGET } from '../workers/core/templates/words.ts';

const TITLES: Readonly<Record<Dialect, string>> = {
  native: 'ours',
  nightbot: 'Nightbot',
  streamelements: 'StreamElements',
  fossabot: 'Fossabot',
};

const HEAD = `# Variables in commands

A command's text may hold variables: \`$(user) hugs $(touser)\`. Texts of Nightbot, StreamElements and Fossabot work as they
are: a command knows whose dialect it is in, and where the three differ it prints what that one documents. Our own dialect
knows all that the three have.

## How it is written

\`\`\`
$(name)   $(name arguments)   $(name.member)     names in any case; \${name} means the same here and in StreamElements
$(1)  $(2:)  $(1:3)                              words of what was typed, counted from 1; 2: is all from the second on
$(1|sender)  $(1|nobody)  $(1|$(channel))        the first that prints something (ours, StreamElements)
$(2 nobody)                                      what follows the number stands in for it (ours, Fossabot)
$(repeat 3 "two words")  $(random.pick 'a' 'b')  quotes hold a parameter with blanks
\\$(user)   \\\\                                    prints $(user) and \\ (ours only)
\`\`\`

Brackets have to close: \`(\` with \`)\`, \`{\` with \`}\`. What does not parse stays as it was typed, and the preview says where.
Variables stand in variables, and the inner ones come first:

\`\`\`
$(urlfetch https://api.example.com/weather?city=$(querystring))
$(if $(random.pick 1,0) 'a sword' 'nothing')
$(eval const rolls = [1, 2, 3]; rolls[Math.floor(Math.random() * rolls.length)])
$(time Europe/Berlin "dddd, h:mm a")
Only $(countdown Dec 24 2030 6:00 PM CET) to go!
\`\`\`

## What differs

| | ours | Nightbot | StreamElements | Fossabot |
| --- | --- | --- | --- | --- |
| unknown variable | stays as typed, with a warning in the preview | stays | stays | \`[Error: …]\` |
| a word that was not typed | nothing | nothing | nothing | \`[Error: Index 2 is not in arguments.]\` |
| \`$(touser)\` | first argument without its \`@\`, else who typed | the same | the same | the same |
| \`$(count)\` | one more per use of the command | the same | the same; \`$(count deaths +2)\` | the same; \`$(count.update deaths 2)\` |
| \`\${…}\` | a variable | text | a variable | text |

## What holds everywhere

- **What somebody typed is never more than text.** A variable's value is not looked through for variables, quotes, commas or
  \`|\`, whoever made it. In \`$(eval …)\` it is data: inside a string of the script that very text, elsewhere a name that is
  bound to it, a number where it is one, JSON of \`$(urlfetch json …)\` as what it holds.
- **Counters change once per execution**, before anything is printed. A counter cannot stand inside of another, in a fallback,
  or in a command that is referred to.
- **An answer begins no command**, of the platform's or the bot's. A text of your own may begin with \`/me\` or \`/announce\`
  (\`announceblue\`, \`green\`, \`orange\`, \`purple\`): that is how it is said where the platform has it.
- **There is an end to everything**: ${BUDGET.variables} variables in an answer, ${BUDGET.depth} inside of each other, ${BUDGET.fetches} web requests, ${BUDGET.scripts} scripts, ${BUDGET.lookUps} look-ups,
  ${BUDGET.repeats} repeats, ${BUDGET.length.toLocaleString('en-US')} characters. Beyond, a sentence says so in its place.

## All variables

*works*, *linked* (works where the broadcaster has connected their own account), *step n* (joins with that step of the
roadmap), *no* (not offered); a dash where the dialect has no such variable. Why stands at the end.
`;

const mark = (status: Status): string => {
  switch (status.is) {
    case 'works':
      return 'works';
    case 'needs a linked account':
      return 'linked';
    case 'joins with step':
      return `step ${status.step}`;
    case 'not offered':
      return 'no';
  }
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

function line(variable: Variable): string {
  const names = variable.names.map((name) => `\`$(${name})\``).join(' ');
  const marks = DIALECTS.map((dialect) => (variablesOf(dialect).includes(variable) ? mark(variable.status) : '–'));
  const why = 'why' in variable.status ? variable.status.why : '';
  return `| ${[names, cell(variable.says), ...marks, why].join(' | ')} |`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function section(title: string, variables: readonly Variable[]): string {
  const heads = ['Variable', 'Prints', ...DIALECTS.map((dialect) => TITLES[dialect]), 'Why'];
  return [`### ${title}`, '', row(heads), row(heads.map(() => '---')), ...variables.map(line), ''].join('\n');
}

/** `docs/templates.md`, from the table that the engine itself goes by. */
export const templatesPage = (): string =>
  [HEAD, ...VARIABLES.map(([title, variables]) => section(title, variables))].join('\n');

if (import.meta.main) {
  const file = path.resolve(import.meta.dirname, '../docs/templates.md');
  await writeFile(file, templatesPage());
  console.log(`Wrote ${file}.`);
}
