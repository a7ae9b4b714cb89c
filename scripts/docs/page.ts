import { type CommandLine, commandLines } from './extract.ts';
import { type Background, type Result, runLine, startLine } from './shell.ts';

const START = /^(?:\w+=\S+ )*npm (?:run )?start\b/;
const READY = /WaddleBot runs at \S+/;

export interface PageOptions {
  readonly name: string;
  readonly markdown: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** Whether lines that take minutes are run, too. */
  readonly slow: boolean;
  readonly print: (line: string) => void;
}

/**
 * Types the lines of one page one after the other, each in the root of the project. `npm start` goes on running for the
 * lines after it; a line that fails ends the page.
 * @returns how many lines failed: 0 or 1
 */
export async function runPage(page: PageOptions): Promise<number> {
  let running: Background | undefined;
  try {
    for (const command of commandLines(page.markdown)) {
      if (command.slow && !page.slow) {
        page.print(`skip  ${placeOf(page, command)}  (slow)`);
        continue;
      }
      const began = Date.now();
      let result: Result;
      if (START.test(command.text)) {
        await running?.stop();
        running = await startLine(command.text, READY, page);
        ({ result } = running);
      } else {
        result = await runLine(command.text, page);
      }
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      page.print(
        `${result.ok ? 'ok    ' : 'FAIL  '}${placeOf(page, command)}  (${result.ok ? '' : `${result.reason}, `}${seconds} s)`,
      );
      if (!result.ok) {
        for (const line of tailOf(result.output)) page.print(`        ${line}`);
        return 1;
      }
    }
    return 0;
  } finally {
    await running?.stop();
  }
}

const placeOf = ({ name }: PageOptions, { line, text }: CommandLine): string => `${name}:${line}  ${text}`;

const tailOf = (output: string): string[] => output.trimEnd().split('\n').slice(-20);
