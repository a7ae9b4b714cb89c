import { parseEnv } from 'node:util';
import { StepFailed, type Tools } from './step.ts';

export const DEFAULT_ENV_FILE = '.env.production';

export interface Vars {
  readonly values: Readonly<Record<string, string>>;
  /** The file they come from, if any. */
  readonly file: string | undefined;
  /** Names that the file gives, too, but the environment gives otherwise: the environment wins. */
  readonly overridden: readonly string[];
}

/** What the environment and the env file say. */
export async function readVars(asked: string | undefined, tools: Tools): Promise<Vars> {
  const file = asked ?? DEFAULT_ENV_FILE;
  const text = await tools.readFile(file);
  if (text === null && asked !== undefined) {
    throw new StepFailed(
      `there is no file ${file}`,
      'Give the path of your env file: npm run deploy -- --env-file <file>.',
    );
  }
  const environment = Object.fromEntries(
    Object.entries(tools.env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  if (text === null) return { values: environment, file: undefined, overridden: [] };
  await refuseKnownToGit(file, tools);
  const given = parseEnv(text) as Record<string, string>;
  return {
    values: { ...given, ...environment },
    file,
    overridden: Object.keys(given).filter((name) => environment[name] && environment[name] !== given[name]),
  };
}

/** Secrets that went into a repository once are known to everybody who ever gets a copy of it. */
async function refuseKnownToGit(file: string, { gitKnows }: Tools): Promise<void> {
  const state = await gitKnows(file);
  if (state === 'tracked') {
    throw new StepFailed(
      `${file} is in git`,
      `Take it out (git rm --cached ${file}), add it to .gitignore, and make new secrets: what was committed is not secret any more.`,
    );
  }
  if (state === 'untracked') {
    throw new StepFailed(
      `${file} is not ignored by git: the next commit could take it in`,
      `Add ${file} to .gitignore.`,
    );
  }
}
