/** What of JSON Schema a form is made from; the rest is left to the server, which checks all. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly multipleOf?: number;
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly readOnly?: boolean;
  readonly additionalProperties?: unknown;
}

/** Which control a schema asks for. */
export type Kind =
  | { readonly kind: 'group'; readonly properties: Readonly<Record<string, JsonSchema>> }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least?: number; readonly most?: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'choices'; readonly options: readonly string[] }
  | { readonly kind: 'strings'; readonly most?: number }
  | { readonly kind: 'text'; readonly long: boolean; readonly most?: number }
  | { readonly kind: 'json' };

/** Texts that may be longer than this get several lines. */
const LONG = 120;

const isText = (value: unknown): value is string => typeof value === 'string';

/** zod writes the bounds of whole numbers out; those of every number say nothing. */
const bound = (value: number | undefined): number | undefined =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;

/** A schema without its references and without "or null", which says only that it may be left empty. */
export function plainOf(schema: JsonSchema, root: JsonSchema): JsonSchema & { readonly nullable?: boolean } {
  if (schema.$ref) {
    const named = root.$defs?.[schema.$ref.split('/').at(-1) ?? ''];
    return named ? plainOf({ ...named, ...schema, $ref: undefined }, root) : schema;
  }
  const parts = schema.anyOf ?? schema.oneOf ?? (schema.allOf?.length === 1 ? schema.allOf : undefined);
  const some = parts?.filter((part) => part.type !== 'null');
  const [only] = some ?? [];
  if (only && some?.length === 1) {
    const { anyOf: _, oneOf: __, allOf: ___, ...around } = schema;
    return { ...plainOf(only, root), ...around, nullable: parts?.length === 2 };
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    if (types.length === 1) return { ...schema, type: types[0], nullable: types.length < schema.type.length };
  }
  return schema;
}

/** The options of an enum, or of a union of constants. */
function optionsOf(schema: JsonSchema): readonly string[] | undefined {
  const values = schema.enum ?? (schema.anyOf ?? schema.oneOf)?.map((part) => part.const);
  return values && values.length > 0 && values.every(isText) ? values : undefined;
}

export function kindOf(schema: JsonSchema, root: JsonSchema): Kind {
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', options };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        whole: schema.type === 'integer',
        least: bound(schema.minimum ?? schema.exclusiveMinimum),
        most: bound(schema.maximum),
      };
    case 'string':
      return { kind: 'text', long: (schema.maxLength ?? 0) > LONG, most: schema.maxLength };
    case 'array': {
      const items = schema.items && plainOf(schema.items, root);
      const chosen = items && optionsOf(items);
      if (chosen) return { kind: 'choices', options: chosen };
      return items?.type === 'string' ? { kind: 'strings', most: schema.maxItems } : { kind: 'json' };
    }
    case 'object':
      return schema.properties && Object.keys(schema.properties).length > 0
        ? { kind: 'group', properties: schema.properties }
        : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

/** "restMinutes" and "rest_minutes" as words: "Rest minutes". */
export function wordsOf(name: string): string {
  const words = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
