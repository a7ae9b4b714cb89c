import * as z from 'zod';

// `after` is the case that hurts bots: the effect happened, only the answer was lost.
const when = z.enum(['before', 'after']).default('before');

export const Fault = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.int().min(100).max(599),
    when,
    retryAfter: z.number().min(0).optional(),
    body: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('drop'), when }),
  z.object({ kind: z.literal('delay'), when, ms: z.number().min(0) }),
  z.object({ kind: z.literal('hang'), when }),
  z.object({
    kind: z.literal('reject'),
    dropReason: z.object({ code: z.string(), message: z.string() }).optional(),
    slackError: z.string().optional(),
  }),
]);

/** `op`: an operation's name (`send`, `token`, `chat.postMessage`), a path, or `*`. */
export const FaultPlan = z.object({ op: z.string(), times: z.int().min(1).default(1), fault: Fault });

export type Fault = z.output<typeof Fault>;
export type FaultPlan = z.input<typeof FaultPlan>;
export type RejectFault = Extract<Fault, { kind: 'reject' }>;

/** Faults wait in order; each strikes the next `times` requests that match it, one fault a request. */
export class FaultQueue {
  #plans: z.output<typeof FaultPlan>[] = [];

  add(plan: FaultPlan): void {
    this.#plans.push(FaultPlan.parse(plan));
  }

  /** The fault for a request that goes by these names, used up once. */
  take(names: readonly string[]): Fault | undefined {
    const plan = this.#plans.find(({ op }) => op === '*' || names.includes(op));
    if (!plan) return undefined;
    plan.times -= 1;
    if (plan.times === 0) this.#plans.splice(this.#plans.indexOf(plan), 1);
    return plan.fault;
  }

  /** How many requests are still to be struck. */
  get pending(): number {
    return this.#plans.reduce((sum, plan) => sum + plan.times, 0);
  }

  clear(): void {
    this.#plans = [];
  }
}
