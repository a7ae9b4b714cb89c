import type { JsonSchema } from '../../../design/json-schema.ts';
import { apiDocs } from '../../../words/api-docs.ts';
import { useWords } from '../../../words/use-words.ts';
import { type ApiDocument, fieldsOf, typeText } from './document.ts';
import { Prose } from './prose.tsx';

/** How deep a schema is shown: what is deeper is in the document itself. */
const DEEPEST = 3;

export interface Named {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  readonly description?: string | undefined;
  /** Where it is sent: path, query, header. */
  readonly place?: string;
}

/** Fields by name, with what each takes; what stands inside of one below it. */
export function Fields({
  fields,
  document,
  depth = 0,
  isAnswer = false,
}: {
  readonly fields: readonly Named[];
  readonly document: ApiDocument;
  readonly depth?: number;
  readonly isAnswer?: boolean;
}) {
  const w = useWords(apiDocs);
  return (
    <ul className={depth === 0 ? 'divide-y divide-line' : 'mt-1 space-y-1 border-line border-l pl-3'}>
      {fields.map(({ name, schema, isRequired, description = schema.description, place }) => (
        <li key={`${place ?? ''} ${name}`} className={depth === 0 ? 'py-2' : ''}>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono text-ink">{name}</code>
            <code className="min-w-0 font-mono text-ink-faint text-sm [overflow-wrap:anywhere]">
              {typeText(schema, document)}
            </code>
            {place && <span className="text-ink-faint text-sm">{place}</span>}
            {isRequired && <span className="text-sm text-warning">{w.required}</span>}
          </p>
          {description && (
            <p className="wrap-anywhere text-ink-soft text-sm">
              <Prose>{description}</Prose>
            </p>
          )}
          <Inside schema={schema} document={document} depth={depth + 1} isAnswer={isAnswer} />
        </li>
      ))}
    </ul>
  );
}

/** What stands inside an object. */
export function Inside({
  schema,
  document,
  depth = 0,
  isAnswer = false,
}: {
  readonly schema: JsonSchema;
  readonly document: ApiDocument;
  readonly depth?: number;
  /** Of what is answered nothing has to be given by anybody. */
  readonly isAnswer?: boolean;
}) {
  const inside = depth > DEEPEST ? null : fieldsOf(schema, document);
  if (!inside) return null;
  const fields = Object.entries(inside.properties).map(([name, property]) => ({
    name,
    schema: property,
    isRequired: !isAnswer && inside.required.includes(name),
  }));
  return <Fields fields={fields} document={document} depth={depth} isAnswer={isAnswer} />;
}
