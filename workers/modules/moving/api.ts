import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Applied, Applying } from './apply.ts';
import { applyImport } from './apply.ts';
import { BOTS, type Fault, type Source, STATUSES } from './lines.ts';
import { listImports } from './listing.ts';
import { expansionOf, type PlannedLine } from './plan.ts';
import { previewImport } from './preview.ts';
import { applied, file, pastImport, previewed, text, undone, wanted } from './shapes.ts';
import { undoImport } from './undo.ts';

const TAG = 'Moving in';

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });
const source = z.enum(BOTS).describe('The bot that the file is of.');
const oneImport = inCommunity.extend({ importId: z.uuid() });

/** What a line would be here, as programs see it. */
function becomesOf({ draft, name }: PlannedLine) {
  switch (draft?.is) {
    case undefined:
      return null;
    case 'command':
      return { ...draft, name, dialect: draft.options.dialect ?? 'native' };
    case 'alias':
      return { is: draft.is, name, command: expansionOf(draft.target, draft.rest), options: draft.options };
    case 'keyword':
      return { is: draft.is, name, match: draft.match, pattern: draft.pattern, runs: draft.target };
    case 'timer':
      return { ...draft, name, texts: [...draft.texts] };
    case 'quote':
      return { ...draft, saidAt: draft.saidAt === null ? null : new Date(draft.saidAt).toISOString() };
    case 'counter':
      return { ...draft, name };
  }
}

function told({ draft: _, reasons, status, ...line }: PlannedLine, becomes: ReturnType<typeof becomesOf>) {
  const isComing = status !== 'unsupported';
  return {
    ...line,
    status,
    reasons: reasons.map(({ code, params }) => ({ code, params: { ...params } })),
    becomes: isComing ? becomes : null,
  };
}

async function preview(ctx: VerbCtx, asked: { readonly source: Source; readonly text: string }) {
  const plan = await previewImport(ctx, asked);
  if ('fault' in plan) return { result: 'fault', ...plan } as const;
  const counts = Object.fromEntries(
    STATUSES.map((status) => [status, plan.lines.filter((line) => line.status === status).length]),
  ) as Record<(typeof STATUSES)[number], number>;
  return { result: 'read', counts, lines: plan.lines.map((line) => told(line, becomesOf(line))) } as const;
}

/** Why a file cannot be read, for a program; the hub asks for a preview first, and words it itself. */
function faultWords(fault: Fault): string {
  switch (fault.fault) {
    case 'empty':
      return 'There is nothing in this file that could be brought.';
    case 'not-json':
      return `This is no JSON: it is wrong in line ${fault.line}, column ${fault.column}. Download it again, or copy all of it.`;
    case 'no-text-column':
      return `No column of this table is called text or quote: ${fault.header}.`;
    case 'other-source':
      return `This file is of another kind: ${fault.is}. Choose that one.`;
    case 'unknown-shape':
      return 'Nothing in this file looks like commands, timers or quotes of a bot that we know.';
    case 'answer-is-error':
      return `This is what the bot’s API says instead of an answer: ${fault.says}`;
    case 'too-many':
      return `A file has at most ${fault.most} lines. Bring it in parts.`;
  }
}

async function apply(ctx: VerbCtx, asked: Applying): Promise<z.infer<typeof applied>> {
  const outcome: Applied = await applyImport(ctx, asked);
  if (outcome.result === 'fault') throw new WaddleError('INVALID', faultWords(outcome));
  const { id, made, left } = outcome;
  return {
    id,
    made: made.map(({ line, kind, id: row, name }) => ({ line, kind, id: row, name })),
    left: left.map(({ id: line, reason: { code, params } }) => ({ id: line, reason: { code, params: { ...params } } })),
  };
}

/** What another bot has, looked at line by line and taken over. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listImports',
      summary: 'What was imported, newest first',
      access: 'commands:read',
      tag: TAG,
      answers: answer('A page of imports.', pageOf(pastImport)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit } = c.req.valid('query');
      const before = cursor === undefined ? {} : { before: decodeCursor(cursor, z.uuid()) };
      const imports = await listImports(ctx, { ...before, limit: limit + 1 });
      const { data, next } = page(imports, limit, ({ id }) => id);
      return c.json({ data: data.map(({ actor, ...one }) => ({ ...one, actor: { ...actor } })), next });
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'applyImport',
      summary: 'Takes lines of a bot’s file over: all that still can be, in one transaction; nothing is overwritten',
      access: 'commands:write',
      tag: TAG,
      answers: { 201: { description: 'They answer from the next message on.', schema: applied } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ source, text, file, lines: wanted })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { lines, ...asked } = c.req.valid('json');
      return c.json(await apply(ctx, { ...asked, wanted: lines.map(withoutUndefined) }), 201);
    },
  )
  .post(
    '/:communityId/preview',
    route({
      operationId: 'previewImport',
      summary: 'Tells of each line of a bot’s file what it would become, and why; nothing is kept',
      access: 'commands:write',
      tag: TAG,
      answers: answer('The lines, or why the file cannot be read.', previewed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ source, text })),
    async (c) => c.json(await preview(await c.get('api').in(c.req.valid('param').communityId), c.req.valid('json'))),
  )
  .post(
    '/:communityId/quotes/preview',
    route({
      operationId: 'previewQuoteImport',
      summary: 'Tells of each line of a table of quotes what it would become, and why; nothing is kept',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The lines, or why the file cannot be read.', previewed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ text })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(await preview(ctx, { source: 'quotes', ...c.req.valid('json') }));
    },
  )
  .post(
    '/:communityId/quotes',
    route({
      operationId: 'applyQuoteImport',
      summary: 'Keeps lines of a table of quotes: all that still can be, in one transaction',
      access: 'memories:write',
      tag: TAG,
      answers: { 201: { description: 'They are kept under the next numbers.', schema: applied } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ text, file, lines: wanted })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { lines, ...asked } = c.req.valid('json');
      return c.json(await apply(ctx, { source: 'quotes', ...asked, wanted: lines.map(withoutUndefined) }), 201);
    },
  )
  .post(
    '/:communityId/:importId/undo',
    route({
      operationId: 'undoImport',
      summary: 'Takes back what an import made, as far as nobody has changed it since',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It is gone, but for what is told.', undone),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', oneImport),
    async (c) => {
      const { communityId, importId } = c.req.valid('param');
      const api = c.get('api');
      const [found] = await listImports(await api.in(communityId), { id: importId, limit: 1 });
      if (!found) throw new WaddleError('NOT_FOUND', 'There is no such import here.');
      const isQuotes = found.source === 'quotes';
      if (isQuotes) api.require('memories:write');
      const outcome = await undoImport(await api.in(communityId), importId, isQuotes);
      if (outcome.result === 'done') return c.json({ removed: outcome.removed, kept: [...outcome.kept] });
      throw new WaddleError(
        'CONFLICT',
        'There is nothing left of this import that could be taken back: it was changed since, or is gone.',
      );
    },
  );

const withoutUndefined = ({ id, name }: z.infer<typeof wanted>[number]) => (name === undefined ? { id } : { id, name });

export const routes = new Hono<ApiEnv>().route('/imports', ofCommunity);
