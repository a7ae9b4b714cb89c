import { useSuspenseQuery } from '@tanstack/react-query';
import { EVENT_KINDS, type EventKind } from '@waddlebot/core/events.ts';
import { RotateCcw, Zap } from 'lucide-react';
import { useId, useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { type JsonSchema, wordsOf } from '../../design/json-schema.ts';
import { SchemaForm } from '../../design/schema-form.tsx';
import { simulator } from '../../words/simulator.ts';
import { eventChoices, eventFields, eventGroups, eventKinds } from '../../words/simulator-events.ts';
import { useWords } from '../../words/use-words.ts';
import { GroupedSelect } from './grouped-select.tsx';
import { eventsQuery } from './queries.ts';
import type { Setup } from './setup.tsx';
import type { What } from './use-trials.ts';

type Group = keyof (typeof eventGroups)['en'];

/** Every kind stands in one group; what is new and in none of them stands last. */
const GROUPS: Readonly<Record<Group, readonly EventKind[]>> = {
  support: ['follow', 'subscribe', 'resubscribe', 'gift', 'cheer', 'tip', 'redemption'],
  guests: ['raid', 'shoutout', 'member.join', 'member.leave'],
  stream: ['stream.online', 'stream.offline', 'stream.update', 'video.published', 'video.deleted'],
  chat: ['message', 'command', 'component', 'modal', 'autocomplete', 'reaction', 'message.deleted'],
  moderation: ['ban', 'timeout', 'unban'],
  machinery: ['timer', 'reminder', 'webhook', 'installation.revoked', 'shard.disabled'],
};
const NAMES = Object.keys(GROUPS) as Group[];

const isKind = (value: string): value is EventKind => EVENT_KINDS.some((kind) => kind === value);

export interface EventFormProps {
  slug: string;
  kind: EventKind;
  onKind: (kind: EventKind) => void;
  setup: Setup;
  busy: boolean;
  failure: unknown;
  onFire: (what: What) => Promise<boolean>;
}

/** Chooses what happens and what it says, and has it happen. */
export function EventForm({ slug, kind, onKind, setup, busy, failure, onFire }: EventFormProps) {
  const w = useWords(simulator);
  const kinds = useWords(eventKinds);
  const groups = useWords(eventGroups);
  const form = useId();
  const { data: events } = useSuspenseQuery(eventsQuery(slug));
  return (
    <div className="space-y-4">
      <div className="flex items-end gap-2">
        <Field label={w.kind} className="flex-1">
          {(control) => (
            <GroupedSelect
              {...control}
              value={kind}
              groups={NAMES.map((name) => ({
                label: groups[name],
                options: GROUPS[name].map((value) => ({ value, label: kinds[value] })),
              }))}
              onChange={(value) => isKind(value) && onKind(value)}
            />
          )}
        </Field>
        <Button type="submit" form={form} variant="primary" icon={<Zap />} loading={busy}>
          {w.fire}
        </Button>
      </div>
      <OneEvent
        form={form}
        key={kind}
        kind={kind}
        event={events.find((one) => one.kind === kind)}
        setup={setup}
        busy={busy}
        failure={failure}
        onFire={onFire}
      />
    </div>
  );
}

interface OneEventProps extends Pick<EventFormProps, 'kind' | 'setup' | 'busy' | 'failure' | 'onFire'> {
  form: string;
  event: { readonly hasAuthor: boolean; readonly schema: Readonly<Record<string, unknown>> } | undefined;
}

function OneEvent({ form, kind, event, setup, busy, failure, onFire }: OneEventProps) {
  const w = useWords(simulator);
  const [data, setData] = useState<Readonly<Record<string, unknown>>>({});
  const [text, setText] = useState('');
  const { schema, hasTimes } = withoutTimes((event?.schema ?? {}) as JsonSchema);
  const hasAuthor = event?.hasAuthor ?? false;
  const saysMore = Object.keys(schema.properties ?? {}).length > 0;
  const isTouched = text !== '' || Object.keys(data).length > 0;
  return (
    <form
      id={form}
      noValidate
      className="space-y-4"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (!busy) void onFire({ text: text.trim(), event: { kind, data } });
      }}
    >
      <p className="text-ink-soft">
        {hasAuthor ? <bdi>{w.byWhom(setup.displayName || w.somebody, w[setup.level])}</bdi> : w.byNobody}{' '}
        {!saysMore && w.saysNothing} {hasTimes && w.timesAreNow}
      </p>
      {hasAuthor && (
        <Field label={w.eventText} optional>
          {(control) => (
            <Input {...control} value={text} maxLength={5_000} onChange={({ target }) => setText(target.value)} />
          )}
        </Field>
      )}
      {saysMore && <DataForm schema={schema} value={data} onChange={setData} errors={errorsOf(failure)} />}
      {isTouched && (
        <Button
          variant="ghost"
          icon={<RotateCcw />}
          onClick={() => {
            setData({});
            setText('');
          }}
        >
          {w.sampleAgain}
        </Button>
      )}
    </form>
  );
}

type Data = Readonly<Record<string, unknown>>;

interface DataFormProps {
  schema: JsonSchema;
  value: Data;
  onChange: (value: Data) => void;
  /** By dotted path. */
  errors: Readonly<Record<string, string>>;
}

/** What an event says: plain fields first, then whom or what it is about. */
function DataForm({ schema, value, onChange, errors }: DataFormProps) {
  const w = useWords(simulator);
  const fields: Readonly<Record<string, string>> = useWords(eventFields);
  const choices = useWords(eventChoices);
  const words = (name: string) => ({ label: fields[name] ?? wordsOf(name), options: choices });
  const { plain, groups } = partsOf(schema);
  return (
    <div className="space-y-4">
      {Object.keys(plain.properties ?? {}).length > 0 && (
        <fieldset className="min-w-0">
          <legend className="mb-2 font-medium">{w.says}</legend>
          <SchemaForm schema={plain} value={value} onChange={onChange} errors={errors} words={words} />
        </fieldset>
      )}
      {groups.map(([name, group]) => (
        <fieldset key={name} className="min-w-0">
          <legend className="mb-2 font-medium">{words(name).label}</legend>
          <SchemaForm
            schema={group}
            value={(value[name] ?? {}) as Data}
            onChange={(inner) => onChange({ ...value, [name]: inner })}
            errors={below(errors, name)}
            words={words}
          />
        </fieldset>
      ))}
    </div>
  );
}

/** Texts of events are short, whatever they may be at most: one line is enough for all but what is said. */
const ONE_LINE = 120;
const SPOKEN: readonly string[] = ['say', 'text'];

function partsOf({ properties = {}, ...schema }: JsonSchema) {
  const all = Object.entries(properties).map(([name, one]) => [name, oneLine(name, one)] as const);
  const isGroup = (one: JsonSchema) => one.type === 'object' && one.properties !== undefined;
  return {
    plain: { ...schema, properties: Object.fromEntries(all.filter(([, one]) => !isGroup(one))) },
    groups: all
      .filter(([, one]) => isGroup(one))
      .map(([name, { properties: inner = {}, ...group }]) => {
        const short = Object.entries(inner).map(([key, one]) => [key, oneLine(key, one)] as const);
        return [name, { ...group, properties: Object.fromEntries(short) }] as const;
      }),
  };
}

const oneLine = (name: string, schema: JsonSchema): JsonSchema =>
  schema.type === 'string' && (schema.maxLength ?? 0) > ONE_LINE && !SPOKEN.includes(name)
    ? { ...schema, maxLength: ONE_LINE }
    : schema;

const below = (errors: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(`${name}.`))
      .map(([path, message]) => [path.slice(name.length + 1), message]),
  );

/** Times stay as the sample has them: nobody writes milliseconds by hand. */
function withoutTimes(schema: JsonSchema): { readonly schema: JsonSchema; readonly hasTimes: boolean } {
  const all = Object.entries(schema.properties ?? {});
  const shown = all.filter(([, { format }]) => format !== 'unix-ms');
  return { schema: { ...schema, properties: Object.fromEntries(shown) }, hasTimes: shown.length < all.length };
}

const DATA = 'json.event.data.';

/** What is wrong with which field, as the server has it. */
const errorsOf = (failure: unknown): Readonly<Record<string, string>> =>
  failure instanceof ApiError
    ? Object.fromEntries(
        failure.issues
          .filter(({ path }) => path.startsWith(DATA))
          .map(({ path, message }) => [path.slice(DATA.length), message]),
      )
    : {};
