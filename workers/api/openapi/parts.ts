import { ERROR_STATUS } from '../../core/errors.ts';

export type Json = { readonly [key: string]: unknown };

const header = (name: string, description: string, schema: Json): Json => ({
  name,
  in: 'header',
  description,
  required: false,
  schema: { type: 'string', ...schema },
});
/** Headers of requests. */
export const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  'The same request under the same key is done once in 24 h; later ones get the first one’s outcome.',
  { pattern: '^[\\x21-\\x7e]{1,200}$' },
);
export const IF_NONE_MATCH = header(
  'If-None-Match',
  'The ETag of what is known already; still the same, it is a 304.',
  {},
);
export const IF_MATCH = header(
  'If-Match',
  'The ETag of what was seen; changed since by somebody else, nothing is done and it is a 409 that says who and when.',
  {},
);
export const ON_BEHALF_OF = header(
  'X-On-Behalf-Of',
  'The person this is done for, as `twitch:12345`: the platform’s own user id. Keys need the scope `events:actor`.',
  { pattern: '^(twitch|discord|slack|youtube|kick):[A-Za-z0-9_-]{1,100}$' },
);

/** Headers of answers. */
export const HEADERS = {
  ETag: { description: 'Names this version of what was read.', schema: { type: 'string' } },
  'RateLimit-Limit': { description: 'Calls in a minute under the tightest limit.', schema: { type: 'integer' } },
  'RateLimit-Remaining': { description: 'How many of them are left.', schema: { type: 'integer' } },
  'RateLimit-Reset': { description: 'Seconds until all of them are back.', schema: { type: 'integer' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  'Idempotency-Replayed': {
    description: '`true` where the answer is that of an earlier request with the same key.',
    schema: { type: 'string', enum: ['true'] },
  },
} as const;
/** What `Envelope` looks like. */
export const ERROR_SCHEMA: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
        message: { type: 'string', description: 'What is wrong and what to do, for people to read.' },
        requestId: { type: 'string', description: 'To be reported with a failure that stays.' },
        issues: {
          type: 'array',
          description: 'What is wrong with the request, by its place.',
          items: {
            type: 'object',
            required: ['path', 'message'],
            properties: { path: { type: 'string' }, message: { type: 'string' } },
          },
        },
        changed: {
          type: 'object',
          description: 'Who changed meanwhile what `If-Match` names, and when.',
          required: ['by', 'at'],
          properties: { by: { type: ['string', 'null'] }, at: { type: ['string', 'null'], format: 'date-time' } },
        },
      },
    },
  },
};
