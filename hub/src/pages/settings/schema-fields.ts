import type { JsonSchema } from '../../design/json-schema.ts';

/** JSON Schema of a record whose keys are known: zod says them by the names that properties may have. */
type Known = JsonSchema & { readonly propertyNames?: { readonly enum?: readonly unknown[] } };

const isSchema = (value: unknown): value is Known => typeof value === 'object' && value !== null;

/** The keys of a record of texts, where they are known; null for anything else. */
function textKeysOf(schema: Known): readonly string[] | null {
  const { additionalProperties: of, propertyNames } = schema;
  if (!isSchema(of) || of.type !== 'string' || !propertyNames?.enum) return null;
  return propertyNames.enum.filter((key): key is string => typeof key === 'string');
}

/** The same schema with a field for each text that may be set by its name: nobody should have to write JSON for them. */
export function withTextFields(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]): [string, JsonSchema] => {
    const keys = textKeysOf(property);
    if (!keys) return [name, property];
    const { additionalProperties: text, propertyNames: _, ...rest } = property as Known;
    return [name, { ...rest, properties: Object.fromEntries(keys.map((key) => [key, text as JsonSchema])) }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** Settings as they are saved: a text that was emptied is not set any more. */
export function withoutEmptyTexts<Value extends Readonly<Record<string, unknown>>>(
  value: Value,
  schema: JsonSchema,
): Value {
  const entries = Object.entries(value).map(([name, of]) => {
    const property = schema.properties?.[name];
    if (!property || !textKeysOf(property) || !isSchema(of)) return [name, of];
    return [name, Object.fromEntries(Object.entries(of).filter(([, text]) => text !== ''))];
  });
  return Object.fromEntries(entries) as Value;
}
