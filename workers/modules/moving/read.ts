import { isFields } from './fields.ts';
import { readFossabot } from './fossabot.ts';
import { type Bot, type Fault, MAX_LINES, type Read, type Source, type SourceLine } from './lines.ts';
import { readNightbot } from './nightbot.ts';
import { readStreamElements } from './streamelements.ts';

const READERS: Readonly<Record<Bot, (document: unknown) => readonly SourceLine[]>> = {
  nightbot: readNightbot,
  streamelements: readStreamElements,
  fossabot: readFossabot,
};

/** Lines of a bot's file, or why it is none. */
export function readBot(source: Bot, text: string): Read {
  const parsed = parseJson(text);
  if ('fault' in parsed) return parsed;
  const { document } = parsed;
  const is = recognised(document);
  if (is !== null && is !== source) return { fault: 'other-source', is };
  if (is === null) return errorIn(document) ?? { fault: isHollow(document) ? 'empty' : 'unknown-shape' };
  const lines = READERS[source](document);
  if (lines.length > MAX_LINES) return { fault: 'too-many', most: MAX_LINES };
  return lines.length === 0 ? { fault: 'empty' } : { lines };
}

/** A document out of a text, or the place where it stops being one. */
function parseJson(text: string): { readonly document: unknown } | Fault {
  const whole = text.replace(/^\uFEFF/, '');
  if (whole.trim() === '') return { fault: 'empty' };
  try {
    return { document: JSON.parse(whole) };
  } catch (error) {
    if (looksLikeCsv(whole)) return { fault: 'other-source', is: 'quotes' };
    const at = /position (\d+)/.exec(String(error))?.[1];
    const before = at === undefined ? whole : whole.slice(0, Number(at));
    const lines = before.split('\n');
    return { fault: 'not-json', line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }
}

/** Whether a text begins with a table's names of columns, one of which a quote has. */
const looksLikeCsv = (text: string): boolean => {
  const [head = ''] = text.trimStart().split(/\r?\n/, 1);
  const names = head
    .toLowerCase()
    .split(/[,;\t]/)
    .map((name) => name.trim().replace(/^"|"$/g, ''));
  return names.length > 1 && names.some((name) => ['quote', 'text', 'zitat'].includes(name));
};

/** Whose answer a document is, by the fields that no other has; null where nobody's. */
export function recognised(document: unknown): Source | null {
  const entries = entriesOf(document);
  const has = (...names: readonly string[]): boolean =>
    entries.some((entry) => isFields(entry) && names.every((name) => Object.hasOwn(entry, name)));
  if (has('command', 'reply') || has('chatLines') || has('online', 'offline') || has('counter', 'value'))
    return 'streamelements';
  if (has('name', 'response') || has('role_ids')) return 'fossabot';
  if (has('name', 'message') || has('name', 'alias') || has('_type') || has('coolDown')) return 'nightbot';
  if (has('providerId') || has('track')) return 'nightbot';
  if (has('command') || has('reply') || has('accessLevel')) return 'streamelements';
  return null;
}

/** Everything that stands in a document's lists. */
function entriesOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) {
    const inner = document.filter((each) => Array.isArray(each) || isEnvelope(each)).flatMap(entriesOf);
    return inner.length > 0 ? inner : document;
  }
  if (!isFields(document)) return [];
  const found = Object.values(document).flatMap((value) => (Array.isArray(value) ? value : []));
  const single = ['command', 'timer'].flatMap((name) => (isFields(document[name]) ? [document[name]] : []));
  return [...found, ...single, document];
}

/** Whether there are lists, and nothing in them. */
const isHollow = (document: unknown): boolean => {
  const lists = Array.isArray(document)
    ? [document]
    : isFields(document)
      ? Object.values(document).filter(Array.isArray)
      : [];
  return lists.length > 0 && lists.every((list) => list.length === 0);
};

const isEnvelope = (value: unknown): boolean => isFields(value) && Object.values(value).some(Array.isArray);

/** What an API said instead of an answer: a token that has run out, a channel that is not there. */
function errorIn(document: unknown): Fault | null {
  if (!isFields(document)) return null;
  const says = [document.message, document.error].find((one): one is string => typeof one === 'string');
  return says === undefined ? null : { fault: 'answer-is-error', says: says.slice(0, 200) };
}
