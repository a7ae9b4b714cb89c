import * as z from 'zod';
import type { CALL_OUTCOMES, CallFailure } from '../core/http-modules.ts';
import type { Reply, ReplyPieces } from '../core/replies.ts';
import { FIELD_KINDS, replyOf } from '../core/replies.ts';
import { truncate } from '../core/text.ts';
import type { PublicFetch } from '../net/fetch-public.ts';

/** Longest text of an answer, in code points; the platform's own limits come later. */
const MAX_SAID = 4_000;

/** JSON can spell what PostgreSQL does not take (NUL, halves of surrogate pairs), and chat shows none of it. */
const cleaned = (text: string): string =>
  truncate(text.slice(0, 2 * MAX_SAID + 2).replaceAll('\u0000', ''), MAX_SAID)
    .toWellFormed()
    .trim();

const said = z.string().transform(cleaned);
const line = (longest: number) => said.pipe(z.string().min(1).max(longest));
const address = z.url({ protocol: /^https?$/ }).max(2_048);

const media = z.object({ url: address, title: line(200).nullish() });
const ticker = z.object({ text: line(500), seconds: z.number().min(1).max(600).nullish() });
const form = z.object({
  title: line(200),
  url: address.nullish(),
  fields: z
    .array(
      z.object({
        name: z.string().regex(/^[\w-]{1,40}$/),
        label: line(100).nullish(),
        kind: z.enum(FIELD_KINDS).nullish(),
        choices: z.array(line(100)).max(25).nullish(),
      }),
    )
    .min(1)
    .max(10),
});

/** What a module may answer as JSON. What it says besides is none of ours, and ignored. */
const answerShape = z.object({
  text: said.nullish(),
  media: media.nullish(),
  ticker: ticker.nullish(),
  form: form.nullish(),
});

/** null and nothing are the same to people who write JSON. */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
};

/** A module's answer as a reply; or what is wrong with it, in words for who wrote it. */
export function replyFrom(
  json: unknown,
): { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly problem: string } {
  const read = answerShape.safeParse(json);
  if (read.success) return { ok: true, reply: replyOf(withoutNulls(read.data) as ReplyPieces) };
  const [issue] = read.error.issues;
  return { ok: false, problem: `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'is none'}` };
}

/** What a module's answer comes to. */
export type ModuleAnswer =
  | { readonly is: 'said'; readonly reply: Reply }
  | { readonly is: 'silent' }
  /** It said that its answer comes later. */
  | { readonly is: 'promised' }
  | { readonly is: 'failed'; readonly why: CallFailure; readonly status?: number };

/** The same in a word, without what was said. */
export const outcomeOf = (answer: ModuleAnswer): (typeof CALL_OUTCOMES)[number] =>
  answer.is === 'failed' ? answer.why : answer.is;

const failed = (why: CallFailure, status?: number): ModuleAnswer => ({
  is: 'failed',
  why,
  ...(status === undefined ? {} : { status }),
});

const REFUSALS: Readonly<Record<Extract<PublicFetch, { readonly ok: false }>['reason'], CallFailure>> = {
  url: 'address',
  request: 'address',
  private: 'address',
  redirects: 'address',
  'unknown-host': 'unreachable',
  resolver: 'unreachable',
  unreachable: 'unreachable',
  timeout: 'timeout',
  'too-large': 'too-large',
  'not-text': 'unreadable',
};

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;

/** Reads what was fetched: text is said as it is and never looked through, JSON by its shape. */
export function readAnswer(fetched: PublicFetch): ModuleAnswer {
  if (!fetched.ok) return failed(REFUSALS[fetched.reason]);
  const { status, type, text } = fetched;
  if (status === 429) return failed('busy', status);
  if (status >= 500) return failed('broken', status);
  if (status < 200 || status >= 300) return failed('refused', status);
  if (status === 202) return { is: 'promised' };
  if (status === 204 || text.trim() === '') return { is: 'silent' };
  if (type === 'text/plain' || type === '') return spoken({ text: cleaned(text) });
  if (!JSON_TYPE.test(type)) return failed('unreadable', status);
  const read = replyFrom(parsed(text));
  return read.ok ? spoken(read.reply) : failed('unreadable', status);
}

const spoken = (reply: Reply): ModuleAnswer => (reply.text === '' ? { is: 'silent' } : { is: 'said', reply });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
