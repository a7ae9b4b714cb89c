import { type ReactNode, useState } from 'react';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Section } from '../../design/section.tsx';
import { useMedia } from '../../design/use-media.ts';
import { EditFrame } from '../../edit/edit-frame.tsx';
import type { Place } from '../../edit/merge.ts';
import type { Draft } from '../../edit/use-draft.ts';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import { ChatPreview, contextOf, type Trying } from './chat-preview.tsx';
import type { CommandForm, SetOptions } from './form.ts';
import { DialectField, Options } from './options.tsx';
import type { CommandDetail } from './queries.ts';
import { Replies } from './replies.tsx';

export interface CommandFormFieldsProps {
  readonly draft: Draft<CommandForm>;
  readonly community: string;
  readonly prefix: string;
  /** What it is called in sentences. */
  readonly thing: string;
  /** What the audit log calls it; null while it is being made. */
  readonly target: string | null;
  readonly kind: 'whole' | 'part';
  readonly effective: Pick<CommandDetail, 'level' | 'cooldown'> | null;
  /** Whom its lists name; nothing while it is being made. */
  readonly people?: ReactNode;
  readonly readOnly: boolean;
  /** Above the form. */
  readonly above?: ReactNode;
  /** Beside the form, under the preview. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
}

/** A command's form at the left, and what chat would see at the right. */
export function CommandFormFields({
  draft,
  community,
  prefix,
  thing,
  target,
  kind,
  effective,
  people,
  readOnly,
  above,
  beside,
  actions,
}: CommandFormFieldsProps) {
  const w = useWords(commands);
  const [trying, setTrying] = useState<Trying>({ args: w.typedExample, level: 'everyone', seed: 1 });
  const { value, errors } = draft;
  const { replies, set } = value;
  const dialect = set.dialect ?? 'native';
  const context = contextOf(trying, value.name.trim());
  const nameOf = (place: Place): string => placeName(place, w);
  const onSet = <Key extends keyof SetOptions>(key: Key, to: SetOptions[Key] | undefined) =>
    draft.set(['set', key], to);
  // Beside the form where there is room, else under what is written.
  const isWide = useMedia('(min-width: 80rem)');
  const preview = replies && (
    <ChatPreview
      typed={prefix + (value.name.trim() || w.name.toLowerCase())}
      replies={replies}
      dialect={dialect}
      context={context}
      trying={trying}
      onTry={setTrying}
    />
  );
  return (
    <div className="grid min-w-0 items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <EditFrame
        draft={draft}
        thing={thing}
        nameOf={nameOf}
        community={community}
        target={target}
        shown={shownReplies}
        within={['edit', 'part', 'make']}
        readOnly={readOnly}
        actions={actions}
      >
        {above}
        {kind === 'whole' && (
          <Field label={w.name} hint={w.nameHint(prefix)} error={errors.name} required>
            {(control) => (
              <Input
                {...control}
                mono
                before={prefix}
                readOnly={readOnly}
                spellCheck={false}
                maxLength={200}
                value={value.name}
                onChange={({ target: { value: name } }) => draft.set(['name'], name)}
              />
            )}
          </Field>
        )}
        {replies && (
          <Section title={w.partText}>
            <div className="space-y-5">
              <Replies
                replies={replies}
                onChange={(next) => draft.set(['replies'], next)}
                dialect={dialect}
                context={context}
                errors={errors}
                readOnly={readOnly}
              />
              <DialectField set={set} onSet={onSet} readOnly={readOnly} />
            </div>
          </Section>
        )}
        {!isWide && preview}
        <Options
          set={set}
          onSet={onSet}
          effective={effective}
          kind={kind}
          people={people}
          errors={errors}
          readOnly={readOnly}
        />
      </EditFrame>
      <div className="min-w-0 space-y-6 xl:sticky xl:top-4 xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto">
        {isWide && preview}
        {beside}
      </div>
    </div>
  );
}

/** What a field is called, by its place. */
function placeName([first, key, inner]: Place, w: (typeof commands)['en']): string {
  if (first === 'name') return w.name;
  if (first === 'replies') return w.partText;
  const waits: Readonly<Record<string, string>> = {
    user: `${w.cooldowns} (${w.user})`,
    channel: `${w.cooldowns} (${w.channel})`,
    group: `${w.cooldowns} (${w.inGroup})`,
    exempt: w.exempt,
    notice: w.notice,
  };
  const names: Readonly<Record<string, string>> = {
    enabled: w.enabled,
    level: w.levelField,
    cooldown: (inner && waits[inner]) || w.cooldowns,
    group: w.group,
    category: w.category,
    platforms: w.platforms,
    live: w.live,
    hidden: w.hidden,
    style: w.style,
    dialect: w.dialect,
    expiresAt: w.expires,
    onExpiry: w.onExpiry,
  };
  return names[key ?? ''] ?? key ?? '';
}

/** Replies to compare: their texts, one under the other. */
const shownReplies = ([first]: Place, value: unknown): string | null =>
  first === 'replies' && Array.isArray(value)
    ? value.map(({ text }: { readonly text: string }) => text).join('\n')
    : null;
