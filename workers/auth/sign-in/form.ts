import type { Context } from 'hono';
import type * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { CSRF_FIELD } from '../csrf.ts';
import type { AuthEnv } from '../frame.ts';

/** A posted form without its token, as its schema has it. @throws InvalidInput */
export function readForm<Schema extends z.ZodType>(c: Context<AuthEnv>, schema: Schema): z.infer<Schema> {
  const { [CSRF_FIELD]: _, ...fields } = c.get('form');
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new InvalidInput('form', parsed.error.issues);
}
