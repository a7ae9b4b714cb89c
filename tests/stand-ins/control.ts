import * as z from 'zod';
import { FaultPlan, type FaultQueue } from './faults.ts';
import type { EventLog } from './log.ts';
import { type Answer, parseJson, type Route } from './routes.ts';

/** What each platform lets other processes do; bodies arrive parsed, answers go back as JSON. */
export interface ControlHandlers {
  chat(body: unknown): Promise<unknown>;
  emit(body: unknown): Promise<unknown>;
  reset(): void;
}

const MAX_WAIT_MS = 60_000;
const FaultPlans = z.union([FaultPlan, z.array(FaultPlan)]);

/** Runs a control verb; input it cannot take answers 400 with the reasons. */
async function answering(run: () => Promise<unknown> | unknown): Promise<Answer> {
  try {
    return { json: (await run()) ?? { ok: true } };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { status: 400, json: { error: reason } };
  }
}

/** The routes under `/_stand-in`, by which tests and the chat client in other processes steer a stand-in. */
export function controlRoutes(name: string, log: EventLog, faults: FaultQueue, handlers: ControlHandlers): Route[] {
  return [
    {
      method: 'GET',
      path: '/_stand-in/health',
      op: 'health',
      handle: () => ({ json: { ok: true, name } }),
    },
    {
      method: 'GET',
      path: '/_stand-in/log',
      op: 'log',
      handle: ({ query }) =>
        answering(async () => {
          const since = z.coerce
            .number()
            .int()
            .min(0)
            .parse(query.get('since') ?? 0);
          const wait = z.coerce
            .number()
            .min(0)
            .max(MAX_WAIT_MS)
            .parse(query.get('wait') ?? 0);
          const entries = await log.wait(since, wait, query.get('kind') ?? undefined);
          return { entries, next: entries.at(-1)?.seq ?? since };
        }),
    },
    {
      method: 'POST',
      path: '/_stand-in/faults',
      op: 'faults',
      handle: ({ body }) =>
        answering(() => {
          for (const plan of [FaultPlans.parse(parseJson(body))].flat()) faults.add(plan);
          return { pending: faults.pending };
        }),
    },
    {
      method: 'POST',
      path: '/_stand-in/emit',
      op: 'emit',
      handle: ({ body }) => answering(() => handlers.emit(parseJson(body))),
    },
    {
      method: 'POST',
      path: '/_stand-in/chat',
      op: 'chat',
      handle: ({ body }) => answering(() => handlers.chat(parseJson(body))),
    },
    {
      method: 'POST',
      path: '/_stand-in/reset',
      op: 'reset',
      handle: () =>
        answering(() => {
          log.clear();
          faults.clear();
          handlers.reset();
        }),
    },
  ];
}
