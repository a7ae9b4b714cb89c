import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What nobody may find anywhere in clear, by what it is. */
const noted = new Map<string, string>();

/** Shorter ones are found by chance. */
const LEAST = 12;

let isWatched = false;

/** Has secrets remembered from here on: stand-ins that run all day remember none. */
export const watchSecrets = (): void => {
  isWatched = true;
};

/** Has every world that closes look for a secret. @returns the secret */
export function noteSecret<Secret extends string>(kind: string, secret: Secret): Secret {
  if (isWatched && secret.length >= LEAST) noted.set(secret, kind);
  return secret;
}

/** Whatever could be a token, a key or a password, as text and bytes are searched. */
const WORDS = /[\w.~/+=:|!$%*-]{12,}/g;
/** Parts of a word, where a secret stands beside something else: `token=…`, `Bearer:…`, `"…"`. */
const PARTS = /[A-Za-z0-9_-]{12,}/g;
const MAIL = /[\w.+-]+@[\w-]+\.(?:example|test|com|org|net)\b/g;

/** Kinds of secrets that a text holds, and whether it holds a mail address. */
function kindsIn(text: string): readonly string[] {
  const kinds = new Set<string>();
  for (const pattern of [WORDS, PARTS])
    for (const [word] of text.matchAll(pattern)) {
      const kind = noted.get(word);
      if (kind !== undefined) kinds.add(kind);
    }
  if (MAIL.test(text)) kinds.add('mail address');
  MAIL.lastIndex = 0;
  return [...kinds];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

export interface Searched {
  /** Every table's rows as text. */
  readonly tables: Readonly<Record<string, string>>;
  readonly logs: readonly string[];
  /** Where objects keep their state. */
  readonly folder: string;
}

/** Where something secret lies in clear: `table commands: session token`. The secret itself is not told. */
export async function findSecrets({ tables, logs, folder }: Searched): Promise<readonly string[]> {
  const found: string[] = [];
  const look = (where: string, text: string) => {
    for (const kind of kindsIn(text)) found.push(`${where}: ${kind}`);
  };
  for (const [name, text] of Object.entries(tables)) look(`table ${name}`, text);
  for (const line of logs) look('log', line);
  for (const file of await filesIn(folder))
    look(`object storage ${path.basename(path.dirname(file))}`, (await readFile(file)).toString('latin1'));
  return [...new Set(found)];
}
