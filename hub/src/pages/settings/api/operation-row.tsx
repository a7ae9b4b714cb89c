import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { useCommunity } from '../../../app/use-community.ts';
import { cn } from '../../../design/cn.ts';
import { Code } from '../../../design/code.tsx';
import { Heading } from '../../../design/heading.tsx';
import { apiDocs } from '../../../words/api-docs.ts';
import { useWords } from '../../../words/use-words.ts';
import { type Access, type Answer, type ApiDocument, curlOf, type Operation, typeText } from './document.ts';
import { Prose } from './prose.tsx';
import { Fields, Inside } from './schema-fields.tsx';

/** The verb's colour is the same as the word says: it changes something, or takes something away. */
const METHOD_TONE: Readonly<Record<string, string>> = { GET: 'text-ink-soft', DELETE: 'text-danger' };

/** One operation: what it is for, and all of it when it is opened. */
export function OperationRow({
  operation,
  document,
  isOpen,
  onToggle,
}: {
  readonly operation: Operation;
  readonly document: ApiDocument;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const id = useId();
  const { method, path, summary } = operation;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={onToggle}
        className="focus-inset flex w-full items-start gap-2.5 px-4 py-2.5 text-left transition-colors hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cn('mt-0.5 size-4 shrink-0 text-ink-faint', isOpen && 'rotate-90')} />
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 font-mono text-sm">
            <span className={cn('font-medium', METHOD_TONE[method] ?? 'text-accent-ink')}>{method}</span>
            <span className="min-w-0 text-ink [overflow-wrap:anywhere]">{path}</span>
          </span>
          <span lang="en" className="block text-ink-soft">
            {summary}
          </span>
        </span>
      </button>
      {isOpen && (
        <div id={id} className="space-y-5 border-line border-t bg-sunken px-4 py-4">
          <Details operation={operation} document={document} />
        </div>
      )}
    </li>
  );
}

function Details({ operation, document }: { readonly operation: Operation; readonly document: ApiDocument }) {
  const w = useWords(apiDocs);
  const { slug } = useCommunity();
  const { access, parameters, body, answers } = operation;
  const places: Readonly<Record<string, string>> = { path: w.inPath, query: w.inQuery, header: w.inHeader };
  const isFailure = ({ status }: Answer): boolean => Number(status) >= 400;
  const failures = answers.filter(isFailure);
  return (
    <>
      <p className="text-ink-soft">
        {w.needs} <AccessText access={access} />
      </p>
      {parameters.length > 0 && (
        <Part title={w.parameters}>
          <Fields
            document={document}
            fields={parameters.map(({ name, schema = {}, required = false, description, in: place }) => ({
              name,
              schema,
              isRequired: required,
              description,
              place: places[place] ?? place,
            }))}
          />
        </Part>
      )}
      {body && (
        <Part title={w.body}>
          <Inside schema={body} document={document} />
        </Part>
      )}
      {(access.is === 'scope' || access.is === 'operator') && (
        <Part title={w.example} why={w.exampleWhy}>
          <Code block copy>
            {curlOf(operation, document, { origin: location.origin, slug })}
          </Code>
        </Part>
      )}
      <Part title={w.answers}>
        <ul className="space-y-2">
          {answers
            .filter((answer) => !isFailure(answer))
            .map(({ status, description, schema }) => (
              <li key={status}>
                <p className="flex flex-wrap items-baseline gap-x-2">
                  <Code>{status}</Code>
                  <code className="font-mono text-ink-faint text-sm">
                    {schema ? typeText(schema, document) : w.nothing}
                  </code>
                  <span className="text-ink-soft">
                    <Prose>{description}</Prose>
                  </span>
                </p>
                {schema && <Inside schema={schema} document={document} depth={1} isAnswer />}
              </li>
            ))}
        </ul>
      </Part>
      {failures.length > 0 && (
        <Part title={w.failures} why={w.failuresWhy}>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {failures.map(({ status, description }) => (
              <li key={status}>
                <Code>{status}</Code>{' '}
                <span className="text-ink-soft text-sm">
                  <Prose>{description}</Prose>
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

function AccessText({ access }: { readonly access: Access }) {
  const w = useWords(apiDocs);
  return <span className="text-ink">{access.is === 'scope' ? w.scope(access.scope) : w[access.is]}</span>;
}

const Part = ({
  title,
  why,
  children,
}: {
  readonly title: string;
  readonly why?: string;
  readonly children: React.ReactNode;
}) => (
  <section className="min-w-0">
    <Heading className="font-medium text-ink">{title}</Heading>
    {why && <p className="mb-1.5 text-ink-faint text-sm">{why}</p>}
    {children}
  </section>
);
