import fc from 'fast-check';
import { Hono } from 'hono';
import { describeError } from '../../workers/core/errors.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Brought } from '../../workers/core/invocation.ts';
import type { InlineAnswer, Road } from '../../workers/core/road.ts';

export const NOW = Date.UTC(2026, 9, 4, 12);

export interface SeenRoad extends Road {
  readonly brought: ChatEvent[];
  /** Every call that would have had an effect, by name. */
  readonly calls: string[];
  readonly reported: string[];
}

/** A road that goes nowhere and remembers who came by. */
export function aRoad(
  answers: {
    readonly bring?: () => Promise<Brought>;
    readonly answer?: () => Promise<InlineAnswer>;
    readonly other?: () => Promise<void>;
  } = {},
): SeenRoad {
  const brought: ChatEvent[] = [];
  const calls: string[] = [];
  const reported: string[] = [];
  const other = answers.other ?? (async () => undefined);
  return {
    brought,
    calls,
    reported,
    clock: () => NOW,
    isPlain: () => false,
    bring: async (event) => {
      calls.push('bring');
      brought.push(event);
      return answers.bring ? answers.bring() : { decision: 'ignored' };
    },
    suggest: async () => [],
    answer: async () => {
      calls.push('answer');
      return answers.answer ? answers.answer() : { answer: 'now', text: 'Pong!', ephemeral: false };
    },
    echo: async () => {
      calls.push('echo');
      return other();
    },
    revoked: async () => {
      calls.push('revoked');
      return other();
    },
    report: (event) => void reported.push(event),
  };
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Knocks at a door. What the door throws is thrown on, instead of becoming a 500. */
export async function knock(door: Hono, path: string, headers: Headers, body: string | Uint8Array): Promise<Answered> {
  let thrown: unknown;
  const app = new Hono().route('/', door);
  app.onError((error, c) => {
    thrown = error;
    return c.text('thrown', 500);
  });
  const response = await app.request(path, { method: 'POST', headers, body: body as BodyInit });
  const text = await response.text();
  if (thrown !== undefined) throw new Error(`the door threw ${describeError(thrown)}`, { cause: thrown });
  return { status: response.status, text, headers: response.headers };
}

/** Headers of whatever is given; null where HTTP itself would not carry them. */
export function headersOf(values: Readonly<Record<string, string>>): Headers | null {
  try {
    return new Headers(values);
  } catch {
    return null;
  }
}

/** What people who guess would put into a header. */
const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    'NaN',
    'null',
    'sha256=',
    'v0=',
    'sha256=zz',
    `sha256=${'0'.repeat(64)}`,
    `v0=${'0'.repeat(64)}`,
    '9'.repeat(500),
  ),
  fc.array(fc.integer({ min: 0x20, max: 0x7e }), { maxLength: 80 }).map((points) => String.fromCharCode(...points)),
);

/** A change to one signed request. */
export type Mutation =
  | { readonly what: 'nothing' }
  | { readonly what: 'flip'; readonly at: number; readonly bit: number }
  | { readonly what: 'cut' | 'grow'; readonly by: number }
  | { readonly what: 'garbage'; readonly body: Uint8Array }
  | { readonly what: 'drop' | 'double'; readonly header: number }
  | { readonly what: 'replace'; readonly header: number; readonly value: string }
  | { readonly what: 'edit'; readonly header: number; readonly at: number; readonly char: number };

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ what: 'nothing' } as const) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('cut' as const, 'grow' as const),
      by: fc.integer({ min: 1, max: 50 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('garbage' as const), body: fc.uint8Array({ maxLength: 300 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('drop' as const, 'double' as const), header: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('replace' as const), header: fc.nat(), value: headerValue }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('edit' as const),
      header: fc.nat(),
      at: fc.nat(),
      char: fc.integer({ min: 0x20, max: 0x7e }),
    }),
  },
);

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function mutate({ headers, body }: SignedRequest, change: Mutation): SignedRequest {
  const names = Object.keys(headers);
  const nameAt = (i: number) => names[i % names.length] as string;
  switch (change.what) {
    case 'nothing':
      return { headers, body };
    case 'flip': {
      const flipped = Uint8Array.from(body);
      const at = change.at % body.length;
      flipped[at] = (flipped[at] as number) ^ (1 << change.bit);
      return { headers, body: flipped };
    }
    case 'cut':
      return { headers, body: body.slice(0, Math.max(0, body.length - change.by)) };
    case 'grow':
      return { headers, body: Uint8Array.from([...body, ...new Uint8Array(change.by)]) };
    case 'garbage':
      return { headers, body: change.body };
    case 'drop': {
      const { [nameAt(change.header)]: _, ...others } = headers;
      return { headers: others, body };
    }
    case 'double': {
      const name = nameAt(change.header);
      return { headers: { ...headers, [name]: `${headers[name]}, ${headers[name]}` }, body };
    }
    case 'replace':
      return { headers: { ...headers, [nameAt(change.header)]: change.value }, body };
    case 'edit': {
      const name = nameAt(change.header);
      const value = headers[name] as string;
      const at = change.at % value.length;
      return {
        headers: { ...headers, [name]: value.slice(0, at) + String.fromCharCode(change.char) + value.slice(at + 1) },
        body,
      };
    }
  }
}

/** JSON as text, so that it can hold what no JavaScript literal does: `__proto__` keys, doubled keys, endless numbers, depth. */
export const anyJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"type":"event_callback","subscription":{"type":"channel.chat.message"}}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '1e999',
      '-0',
      '{"subscription":null,"event":null}',
      '{"subscription":{"type":"channel.chat.message","condition":[]},"event":[]}',
      '{"type":"event_callback","type":"url_verification"}',
      '"\\ud800"',
      '\uFEFF{}',
      '[]',
      'true',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5_000 }).map((depth) => `${'{"event":'.repeat(depth)}1${'}'.repeat(depth)}`),
  },
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === key ? replaced(inner, rest, by) : inner));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

/** What stands where the platform's documentation promises something else. `undefined` leaves the key out. */
const intruder: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [null],
    { length: -1 },
    'constructor',
    '__proto__',
    '\u0000',
    '👨\u200D👩\u200D👧',
    'x'.repeat(5_000),
    ' '.repeat(2_000),
  ),
  fc.string(),
  fc.integer(),
  fc.jsonValue(),
);

/** `sample` with one to three of its values replaced by what does not belong there. */
export const bentOutOfShape = (sample: unknown): fc.Arbitrary<string> => {
  const paths = pathsOf(sample);
  const change = fc.tuple(fc.constantFrom(...paths), intruder);
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let bent = sample;
    for (const [path, by] of changes) {
      // An earlier change may have taken away what a later one would go into.
      if (pathsOf(bent).some((known) => known.join('\n') === path.join('\n'))) bent = replaced(bent, path, by);
    }
    return JSON.stringify(bent) ?? 'null';
  });
};

/** What the road relies on in every event, whatever was in the body. */
export function isWholeEvent(event: ChatEvent): boolean {
  const texts = [
    event.id,
    event.channel,
    event.room,
    event.author.account,
    event.text,
    event.correlationId,
    event.author.login,
    event.author.displayName,
  ];
  const lists = [event.mentions, event.attachments, event.author.badges];
  return (
    texts.every((text) => typeof text === 'string') &&
    lists.every((list) => list.every((item) => typeof item === 'string')) &&
    [event.id, event.channel, event.room, event.author.account].every((id) => id.length > 0 && id.length <= 250) &&
    Number.isFinite(event.at) &&
    event.receivedAt === NOW
  );
}
