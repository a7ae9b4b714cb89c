import * as z from 'zod';
import type { Json } from './parts.ts';

type Direction = 'input' | 'output';

interface Named {
  /** As zod printed it, and as it stands in the document. */
  readonly printed: string;
  readonly text: string;
}

/** The schemas of one document: those with a name (`.meta({ id })`) stand once, among its components. */
export class Schemas {
  readonly #named = new Map<string, Named>();

  /** As it is sent (`input`: before defaults and transforms) or answered. */
  print(schema: z.ZodType, io: Direction): Json {
    const { $schema: _, $defs = {}, ...whole } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: open });
    const parts = Object.entries($defs).map(([name, part]) => [name, JSON.stringify(part)] as const);
    const names = new Map(parts.map(([name, printed]) => [name, this.#nameFor(name, printed, io)]));
    const referring = (printed: string): string =>
      printed.replace(/"#\/\$defs\/([^"]+)"/g, (_, name: string) => `"#/components/schemas/${names.get(name)}"`);
    for (const [name, printed] of parts)
      this.#named.set(names.get(name) as string, { printed, text: referring(printed) });
    return JSON.parse(referring(JSON.stringify(whole))) as Json;
  }

  get named(): Json {
    return Object.fromEntries(Array.from(this.#named, ([name, { text }]) => [name, JSON.parse(text)]));
  }

  /** A schema whose two directions differ goes by two names. */
  #nameFor(name: string, printed: string, io: Direction): string {
    const held = this.#named.get(name);
    return held === undefined || held.printed === printed ? name : `${name}${io === 'input' ? 'Input' : 'Output'}`;
  }
}

/** What is answered may have more fields one day; what is sent may not, where its schema is strict. */
const open: z.core.ToJSONSchemaParams['override'] = ({ jsonSchema, zodSchema }) => {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
};
