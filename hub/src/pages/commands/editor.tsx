import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { api, asSeen, read } from '../../api/client.ts';
import { communityQuery } from '../../api/community.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Field } from '../../design/field.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Select } from '../../design/select.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { localeOf } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { commands } from '../../words/commands.ts';
import { summaryOf } from '../../words/summary.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { CommandFormFields } from './command-form.tsx';
import { CommandHistory } from './command-history.tsx';
import { type CommandForm, formOf, patchOf } from './form.ts';
import { KindBadge } from './kind-badge.tsx';
import { ListedPeople, type Listing } from './listed-people.tsx';
import { BackToList } from './new-command.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { type CommandDetail, commandQuery, commandsQuery, type TaggedCommand } from './queries.ts';
import { sendForm } from './send.ts';
import type { ChangeState } from './state.ts';

const isNotThere = (error: unknown): boolean => error instanceof ApiError && error.code === 'NOT_FOUND';

/** One command: to change where that is done here, else with the way to where it is. */
export function CommandEditor({
  name,
  part,
  onChange,
}: {
  readonly name: string;
  readonly part: string | undefined;
  readonly onChange: ChangeState;
}) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const query = useQuery(commandQuery(slug, name));
  const { data, error } = query;
  const isGone = isNotThere(error);
  const { data: all } = useQuery({ ...commandsQuery(slug), enabled: isGone });

  // Somebody gave it another name: the form goes on under that.
  const renamed = isGone && data ? all?.find(({ id }) => id === data.value.id)?.name : undefined;
  useEffect(() => {
    if (renamed === undefined || renamed === name) return;
    client.setQueryData(commandQuery(slug, renamed).queryKey, client.getQueryData(commandQuery(slug, name).queryKey));
    void client.invalidateQueries({ queryKey: commandQuery(slug, renamed).queryKey });
    onChange({ edit: renamed });
  }, [renamed, name, slug, client, onChange]);

  if (!data && isGone)
    return (
      <>
        <PageHeader title={w.title} trail={<BackToList />} />
        <EmptyState mood="sleepy" title={w.missing}>
          <bdi className="wrap-anywhere">{w.missingWhy(prefix + name)}</bdi>
        </EmptyState>
      </>
    );
  if (!data && error) return <NotLoaded title={w.notLoadedOne} error={error} onRetry={() => void query.refetch()} />;
  if (!data || !community)
    return (
      <>
        <PageHeader title={<CommandName prefix={prefix} name={name} />} trail={<BackToList />} />
        <Skeleton shape="card" lines={8} />
      </>
    );
  const { value: command } = data;
  if (command.kind === 'alias' || command.kind === 'http')
    return (
      <Frame command={command} prefix={prefix}>
        <Elsewhere command={command} />
      </Frame>
    );
  const known = part !== undefined && Object.hasOwn(command.subcommands, part) ? part : undefined;
  return (
    <Frame command={command} prefix={prefix}>
      <Form
        key={`${command.id} ${known ?? ''}`}
        tagged={data}
        part={known}
        prefix={prefix}
        isGone={isGone}
        onChange={onChange}
      />
    </Frame>
  );
}

const CommandName = ({ prefix, name }: { readonly prefix: string; readonly name: string }) => (
  <bdi className="line-clamp-2 overflow-hidden font-mono wrap-anywhere">
    {prefix}
    {name}
  </bdi>
);

function Frame({
  command,
  prefix,
  children,
}: {
  readonly command: CommandDetail;
  readonly prefix: string;
  readonly children: ReactNode;
}) {
  const w = useWords(commands);
  const language = useLanguage();
  const heading = useRef<HTMLDivElement>(null);
  // Who opened it goes on here; who closes it is led back to its row.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const { name, kind, uses } = command;
  return (
    <>
      <div ref={heading} tabIndex={-1} className="outline-none">
        <PageHeader
          title={<CommandName prefix={prefix} name={name} />}
          trail={<BackToList />}
          mark={
            <>
              <KindBadge kind={kind} />
              <span className="text-ink-faint text-sm">{w.usesOf(uses, uses.toLocaleString(localeOf(language)))}</span>
            </>
          }
          description={summaryOf(command, language) || undefined}
        />
      </div>
      {children}
    </>
  );
}

/** Aliases and modules are changed on pages of their own. */
function Elsewhere({ command: { name, kind } }: { readonly command: CommandDetail }) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const path = kind === 'alias' ? '/c/$slug/commands/aliases' : '/c/$slug/commands/modules';
  return (
    <EmptyState
      title={w.elsewhereTitle(kind === 'alias' ? w.alias : w.http)}
      action={
        <LinkButton asChild variant="primary">
          <Link to={path as '/c/$slug'} params={{ slug }} search={{ q: name } as never}>
            {w.openThere}
          </Link>
        </LinkButton>
      }
    >
      {w.elsewhere}
    </EmptyState>
  );
}

function Form({
  tagged,
  part,
  prefix,
  isGone,
  onChange,
}: {
  readonly tagged: TaggedCommand;
  readonly part: string | undefined;
  readonly prefix: string;
  readonly isGone: boolean;
  readonly onChange: ChangeState;
}) {
  const w = useWords(commands);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const readOnly = !may('commands', 'write');
  const { value: command, version } = tagged;
  const { id, name, kind } = command;
  const one = api.commands[':communityId'][':name'];
  const seenIn = (now: TaggedCommand): Seen<CommandForm> => ({
    value: formOf(now.value, part),
    version: now.version,
  });
  const look = async (called: string): Promise<TaggedCommand> =>
    client.fetchQuery({ ...commandQuery(slug, called), staleTime: 0 });
  /** What the server has after a change, under the name it has then. */
  const after = async (called: string): Promise<Seen<CommandForm>> => {
    const now = await look(called);
    void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands', 'all'] });
    void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands', 'changes'] });
    return seenIn(now);
  };
  const undo = async (called: string, seen: string | number) => {
    const shownPart = part === undefined ? called : `${called} ${part}`;
    try {
      await read(one.undo.$post({ param: { communityId: slug, name: shownPart } }, asSeen(seen)));
      await client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands'] });
    } catch (error) {
      tellFailure(error);
    }
  };

  const draft = useDraft<CommandForm>({
    byHand: true,
    theirs: seenIn(tagged),
    look: async () => seenIn(await look(name)),
    send: ({ mine, base }) =>
      sendForm(mine, w, async () => {
        await client.cancelQueries({ queryKey: commandQuery(slug, name).queryKey });
        const patch = patchOf(base.value, mine);
        const json = {
          ...(patch.replies ? { replies: [...patch.replies] } : {}),
          ...(patch.options ? { options: patch.options as never } : {}),
          ...(part === undefined ? {} : { part }),
        };
        const changed = await read(one.$patch({ param: { communityId: slug, name }, json }, asSeen(base.version)));
        return after(part === undefined ? changed.name : name);
      }),
    onSaved: (_, now) => {
      const called = now.value.name;
      toast({ key: 'command', title: w.saved(prefix + called), undo: () => undo(called, now.version) });
      if (called !== name) onChange({ edit: called });
    },
  });

  const remove = useMutation({
    mutationFn: () => read(one.$delete({ param: { communityId: slug, name } }, asSeen(version))),
    onSuccess: () => {
      draft.discard();
      toast({ title: w.removed(prefix + name), undo: () => undo(name, '') });
      onChange({ edit: undefined, part: undefined });
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands', 'all'] });
    },
  });

  const shown = prefix + (part === undefined ? name : `${name} ${part}`);
  const tellListed = async (to: Listing, who: string, isNew: boolean) => {
    const now = await after(name);
    const told = { allow: w.nowAllowed, deny: w.nowDenied, neither: w.nowUnlisted }[to];
    if (isNew) toast({ key: 'command', title: told(who, shown), undo: () => undo(name, now.version) });
  };
  const parts = Object.keys(command.subcommands);
  const effective = part === undefined ? command : (command.subcommands[part] ?? command);
  return (
    <CommandFormFields
      draft={draft}
      community={slug}
      prefix={prefix}
      thing={shown}
      target={`command:${part === undefined ? id : `${id} ${part}`}`}
      kind={part === undefined ? 'whole' : 'part'}
      effective={effective}
      people={
        <ListedPeople
          name={part === undefined ? name : `${name} ${part}`}
          set={(part === undefined ? command.set : command.parts[part]) ?? {}}
          people={command.people}
          prefix={prefix}
          readOnly={readOnly}
          onListed={tellListed}
        />
      }
      readOnly={readOnly}
      actions={
        kind === 'custom' &&
        !readOnly && (
          <Button variant="ghost" icon={<Trash2 />} loading={remove.isPending} onClick={() => remove.mutate()}>
            {w.remove}
          </Button>
        )
      }
      above={
        <>
          {readOnly && <Alert title={w.readOnly}>{w.readOnlyWhy}</Alert>}
          {isGone && (
            <Alert tone="warning" title={w.missing}>
              {w.goneMeanwhile}
            </Alert>
          )}
          {kind === 'builtin' && (
            <div className="space-y-4">
              <p className="text-ink-soft">{w.builtinWhy}</p>
              <Facts command={command} part={part} prefix={prefix} />
              {parts.length > 0 && (
                <Field label={w.partOf} hint={w.partHint}>
                  {(control) => (
                    <Select
                      {...control}
                      value={part ?? WHOLE}
                      options={[
                        { value: WHOLE, label: w.whole },
                        ...parts.map((one) => ({ value: one, label: `${prefix}${name} ${one}` })),
                      ]}
                      onChange={(chosen) => onChange({ part: chosen === WHOLE ? undefined : chosen })}
                    />
                  )}
                </Field>
              )}
            </div>
          )}
        </>
      }
      beside={
        <CommandHistory
          name={part === undefined ? name : `${name} ${part}`}
          shown={shown}
          version={version}
          readOnly={readOnly}
        />
      }
    />
  );
}

/** No part of a command has a blank in its name. */
const WHOLE = ' ';

/** How a built-in command is typed, and what else it answers to. */
function Facts({
  command,
  part,
  prefix,
}: {
  readonly command: CommandDetail;
  readonly part: string | undefined;
  readonly prefix: string;
}) {
  const w = useWords(commands);
  const language = useLanguage();
  const { name, aliases, subcommands } = command;
  const meant = part === undefined ? command : (subcommands[part] ?? command);
  const typed = [prefix + name, part, meant.usage].filter(Boolean).join(' ');
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      <dt className="text-ink-faint">{w.usage}</dt>
      <dd className="min-w-0">
        <Code>{typed}</Code>
        {part !== undefined && <span className="block text-ink-soft">{summaryOf(meant, language)}</span>}
      </dd>
      {part === undefined && aliases.length > 0 && (
        <>
          <dt className="text-ink-faint">{w.aliasesOf}</dt>
          <dd className="flex min-w-0 flex-wrap gap-1.5">
            {aliases.map((alias) => (
              <Code key={alias}>{prefix + alias}</Code>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
