/** One command line of a page, as a reader would type it. */
export interface CommandLine {
  /** The line of the page it begins on, from 1. */
  readonly line: number;
  readonly text: string;
  /** Takes minutes: tests, benches and their like. */
  readonly slow: boolean;
}

/**
 * - `sh`: run
 * - `sh slow`: run only when slow lines are asked for
 * - `sh account`: needs somebody's account; never run
 */
const MARKS = ['slow', 'account'] as const;
/** Other names of the same thing, under which a block would go unnoticed. */
const OTHER_NAMES = new Set(['bash', 'shell', 'zsh', 'console', 'shell-session']);
const FENCE = /^(\s*)(`{3,}|~{3,})\s*([^`]*)$/;
const PROMPT = /^\$ /;
/** What takes minutes wherever it stands. */
const SLOW = /^(?:\w+=\S+ )*npm (?:t|test|run (?:--silent )?(?:test|bench|fuzz|mutants|docs|shots))\b/;

interface Block {
  readonly info: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/**
 * The command lines of a Markdown page that a script can run, in order.
 * @throws Error naming the line of a block that is not closed, or that is marked in a way nobody knows
 */
export function commandLines(markdown: string): CommandLine[] {
  return blocksOf(markdown).flatMap(({ info, line, lines }) => {
    const [language = '', ...marks] = info.split(/\s+/);
    if (OTHER_NAMES.has(language)) throw new Error(`line ${line}: mark command lines as \`sh\`, not \`${language}\``);
    if (language !== 'sh') return [];
    const unknown = marks.find((mark) => !(MARKS as readonly string[]).includes(mark));
    if (unknown)
      throw new Error(
        `line ${line}: \`sh ${unknown}\` is not known; there are sh, ${MARKS.map((mark) => `sh ${mark}`).join(', ')}`,
      );
    if (marks.includes('account')) return [];
    return joined(typed(lines), line + 1).map((command) => ({
      ...command,
      slow: marks.includes('slow') || SLOW.test(command.text),
    }));
  });
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const [, indent = '', fence, info = ''] = FENCE.exec(lines[i] as string) ?? [];
    if (!fence) continue;
    const start = i + 1;
    const isClosed = (line: string) => line.trim().startsWith(fence) && /^(`+|~+)$/.test(line.trim());
    const end = lines.findIndex((line, at) => at >= start && isClosed(line));
    if (end === -1) throw new Error(`line ${start}: the block is never closed`);
    const inside = lines
      .slice(start, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
    blocks.push({ info: info.trim(), line: start, lines: inside });
    i = end;
  }
  return blocks;
}

/** Where a block shows prompts, what has none is what the program printed. Keeps the places of lines. */
function typed(lines: readonly string[]): string[] {
  if (!lines.some((line) => PROMPT.test(line))) return [...lines];
  let continues = false;
  return lines.map((line) => {
    const isTyped = continues || PROMPT.test(line);
    continues = isTyped && line.endsWith('\\');
    return isTyped ? line.replace(PROMPT, '') : '';
  });
}

/** Lines that end with a backslash go on in the next; comments and empty lines are nothing to run. */
function joined(lines: readonly string[], first: number): Omit<CommandLine, 'slow'>[] {
  const commands: Omit<CommandLine, 'slow'>[] = [];
  for (let i = 0; i < lines.length; i++) {
    let text = (lines[i] as string).trim();
    if (text === '' || text.startsWith('#')) continue;
    const line = first + i;
    while (/(?<!\\)(\\\\)*\\$/.test(text) && i + 1 < lines.length)
      text = text.slice(0, -1) + (lines[++i] as string).trim();
    commands.push({ line, text });
  }
  return commands;
}
