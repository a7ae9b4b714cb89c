import type { Context } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { ERROR_STATUS, InvalidInput, Limited, WaddleError } from '../../core/errors.ts';
import type { AuthEnv } from '../frame.ts';
import type { Markup } from '../page.ts';

export type AuthContext = Context<AuthEnv>;
type Answer = Response | Promise<Response>;

/** The fields of forms, as long as anything sensible in them is. */
export const field = {
  name: z.string().max(200).default(''),
  password: z.string().max(1_000).default(''),
  code: z.string().max(100).default(''),
  to: z.string().max(2_000).default(''),
  token: z.string().max(100).default(''),
  credential: z.string().max(20_000).default(''),
};

/** What a form sent. @throws InvalidInput for fields that are none of it, or too long */
export function formOf<Shape extends z.ZodRawShape>(c: AuthContext, shape: Shape) {
  const parsed = z.strictObject({ _csrf: z.string().max(200).optional(), ...shape }).safeParse(c.get('form'));
  if (!parsed.success) throw new InvalidInput('form', parsed.error.issues);
  return parsed.data as z.infer<z.ZodObject<Shape>>;
}

/** How a form is shown: anew, or with what was wrong the last time. */
export interface Shown {
  readonly told?: string;
  readonly status?: number;
}

/** Shows the form again, saying why, where its work is refused; whoever asks for JSON gets the refusal itself. */
export async function orAgain(
  c: AuthContext,
  work: () => Promise<Response>,
  show: (shown: Shown) => Answer,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WaddleError) || c.req.header('accept')?.includes('application/json')) throw error;
    if (error instanceof Limited) c.header('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
    return show({ told: error.message, status: ERROR_STATUS[error.code] });
  }
}

/** What was wrong, before the form it was wrong in. */
export const toldOf = ({ told }: Shown): Markup | '' =>
  told === undefined ? '' : html`<p class="told bad" role="alert">${told}</p>`;
