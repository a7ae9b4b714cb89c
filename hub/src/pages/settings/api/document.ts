import type { JsonSchema } from '../../../design/json-schema.ts';

/** What of an OpenAPI document is shown here; the rest of it is for programs. */
export interface ApiDocument {
  readonly info: { readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> };
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
}

interface RawOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}

/** Who may: a key with a scope, people in a community with a right of theirs, whoever is signed in, or who runs the installation. */
export type Access =
  | { readonly is: 'scope'; readonly scope: string }
  | { readonly is: 'right'; readonly right: string }
  | { readonly is: 'person' }
  | { readonly is: 'operator' };

export interface Answer {
  readonly status: string;
  readonly description: string;
  readonly schema: JsonSchema | null;
}

export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | null;
  readonly answers: readonly Answer[];
}

const schemaIn = ({ content }: Content = {}): JsonSchema | null => content?.['application/json']?.schema ?? null;

function accessOf(security: RawOperation['security'] = []): Access {
  const scope = security.flatMap((way) => way.scopedKey ?? [])[0];
  if (scope === undefined) return { is: 'operator' };
  if (scope === 'person') return { is: 'person' };
  // Rights that no key has are no scopes, which are all made of an area and a verb.
  return scope.includes(':') ? { is: 'scope', scope } : { is: 'right', right: scope };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation, in the order of the document. */
export const operationsOf = ({ paths }: ApiDocument): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const raw = methods[method];
      if (!raw) return [];
      return [
        {
          id: raw.operationId ?? `${method} ${path}`,
          tag: raw.tags?.[0] ?? '',
          method: method.toUpperCase(),
          path,
          summary: raw.summary ?? '',
          access: accessOf(raw.security),
          parameters: raw.parameters ?? [],
          body: schemaIn(raw.requestBody),
          answers: Object.entries(raw.responses ?? {}).map(([status, answer]) => ({
            status,
            description: answer.description ?? '',
            schema: schemaIn(answer),
          })),
        },
      ];
    }),
  );

/** Those in which every word is found: in the name, the path, the method, the summary, the group or the scope. */
export function findOperations(operations: readonly Operation[], search: string): readonly Operation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter(({ id, tag, method, path, summary, access }) => {
    const where =
      `${id} ${tag} ${method} ${path} ${summary} ${access.is === 'scope' ? access.scope : ''}`.toLowerCase();
    return words.every((word) => where.includes(word));
  });
}

/** Deeper than this nothing of a schema is looked into: it may refer to itself. */
const DEEPEST = 6;

/** A schema without its reference, without "or null", and with its only alternative in its place. */
function resolved(schema: JsonSchema, document: ApiDocument, depth = 0): JsonSchema & { readonly nullable?: true } {
  if (depth > DEEPEST) return schema;
  if (schema.$ref) {
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    return named ? resolved(named, document, depth + 1) : schema;
  }
  const parts = schema.anyOf ?? schema.oneOf;
  const some = parts?.filter(({ type }) => type !== 'null');
  const [only] = some ?? [];
  if (parts && only && some?.length === 1) {
    const { anyOf: _, oneOf: __, ...around } = schema;
    return { ...resolved(only, document, depth + 1), ...around, ...(parts.length > 1 ? { nullable: true } : {}) };
  }
  return schema;
}

/** What a schema takes, in a few words of the format itself: `string`, `integer, 1 to 100`, `"off" | "link"`. */
export function typeText(schema: JsonSchema, document: ApiDocument): string {
  const { nullable, ...plain } = resolved(schema, document);
  const orNull = nullable || (Array.isArray(plain.type) && plain.type.includes('null')) ? ' | null' : '';
  return `${namedType(plain, document)}${orNull}`;
}

function namedType(schema: JsonSchema, document: ApiDocument): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map((part) => typeText(part, document)))].join(' | ');
  const type = Array.isArray(schema.type) ? schema.type.filter((name) => name !== 'null').join(' | ') : schema.type;
  if (type === 'array') return `${schema.items ? typeText(schema.items, document) : 'any'}[]`;
  const { minimum, maximum, maxLength, format } = schema;
  const isBound = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const bounds = [isBound(minimum) ? `≥ ${minimum}` : '', isBound(maximum) ? `≤ ${maximum}` : ''].filter(Boolean);
  return [format ?? type ?? 'any', ...bounds, maxLength === undefined ? '' : `≤ ${maxLength}`]
    .filter(Boolean)
    .join(' ');
}

/** What stands inside an object, or inside the objects of a list; null where nothing does. */
export function fieldsOf(
  schema: JsonSchema,
  document: ApiDocument,
): { readonly properties: Readonly<Record<string, JsonSchema>>; readonly required: readonly string[] } | null {
  const plain = resolved(schema, document);
  if (plain.items) return fieldsOf(plain.items, document);
  if (!plain.properties || Object.keys(plain.properties).length === 0) return null;
  return { properties: plain.properties, required: plain.required ?? [] };
}

/** A value that a schema takes, as short as it can be: what has to be there, and nothing else. */
export function exampleOf(schema: JsonSchema, document: ApiDocument, slug: string, depth = 0): unknown {
  const plain = resolved(schema, document);
  if (depth > DEEPEST) return null;
  if (plain.default !== undefined) return plain.default;
  if (plain.const !== undefined) return plain.const;
  if (plain.enum) return plain.enum[0];
  const [first] = plain.anyOf ?? plain.oneOf ?? [];
  if (first) return exampleOf(first, document, slug, depth + 1);
  const type = Array.isArray(plain.type) ? plain.type[0] : plain.type;
  switch (type) {
    case 'object': {
      const { properties = {}, required = [] } = plain;
      // Where nothing has to be there, something has to be said all the same.
      const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
      return Object.fromEntries(
        names.flatMap((name) => {
          const property = properties[name];
          if (!property) return [];
          return [[name, name === 'communityId' ? slug : exampleOf(property, document, slug, depth + 1)]];
        }),
      );
    }
    case 'array':
      return plain.items ? [exampleOf(plain.items, document, slug, depth + 1)] : [];
    case 'integer':
    case 'number':
      return Math.max(1, plain.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return EXAMPLES[plain.format ?? ''] ?? 'text';
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'date-time': '2030-01-31T18:00:00Z',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.com/',
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** An operation as it is tried from a terminal, with this community filled in; a key is never in it. */
export function curlOf(
  operation: Operation,
  document: ApiDocument,
  { origin, slug }: { readonly origin: string; readonly slug: string },
): string {
  const { method, path, access, parameters, body } = operation;
  const value = ({ name, schema }: Parameter): string =>
    name === 'communityId' ? slug : String(schema ? exampleOf(schema, document, slug) : name);
  const filled = path.replace(/\{(\w+)\}/g, (typed, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
    return parameter ? encodeURIComponent(value(parameter)) : typed;
  });
  const query = parameters.filter((one) => one.in === 'query' && one.required);
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query.map((one) => [one.name, value(one)]))}`;
  const key = access.is === 'operator' ? 'X-Service-Key: YOUR_SERVICE_KEY' : 'Authorization: Bearer YOUR_KEY';
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(`${origin}${filled}${search}`)}`,
    `-H ${quoted(key)}`,
    ...(body
      ? [
          `-H ${quoted('Content-Type: application/json')}`,
          `-d ${quoted(JSON.stringify(exampleOf(body, document, slug)))}`,
        ]
      : []),
  ].join(' \\\n  ');
}
