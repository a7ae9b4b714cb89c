import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Field } from '../../design/field.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { Select } from '../../design/select.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { actorName } from '../../history/actor.ts';
import { actionText } from '../../words/actions.ts';
import { app } from '../../words/app.ts';
import { history } from '../../words/history.ts';
import { members } from '../../words/members.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { BanDialog } from './ban-dialog.tsx';
import { LiftBan } from './bans-tab.tsx';
import { NotLoaded } from './list-frame.tsx';
import { MemberNotes } from './member-notes.tsx';
import { nameOf } from './names.ts';
import { type MemberDetail, memberQuery } from './queries.ts';
import { useRoleChange } from './role-change.ts';
import { handedOutBy, mayBan, mayChangeRoleOf } from './roles.ts';

/** One member, beside the list. */
export function MemberPanel({ member, onClose }: { readonly member: string; readonly onClose: () => void }) {
  const w = useWords(members);
  const { slug } = useCommunity();
  const { data, error, refetch } = useQuery(memberQuery(slug, member));
  const content = useRef<HTMLDivElement>(null);
  // Who opened it goes on in it; who closes it is led back to the row.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const isMissing = error instanceof ApiError && (error.code === 'NOT_FOUND' || error.code === 'INVALID');
  return (
    <SidePanel
      open
      onClose={onClose}
      title={
        <bdi className="line-clamp-2 overflow-hidden [overflow-wrap:anywhere]">{data ? nameOf(data) : w.person}</bdi>
      }
      description={
        data && (
          <>
            {w.since} <Time at={data.since} as="date" />
          </>
        )
      }
    >
      <div ref={content} tabIndex={-1} className="space-y-6 outline-none">
        {isMissing && (
          <EmptyState compact mood="sleepy" title={w.notHere}>
            {w.notHereWhy}
          </EmptyState>
        )}
        {error && !isMissing && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={6} />}
        {data && !isMissing && <Detail of={data} />}
      </div>
    </SidePanel>
  );
}

const HEADING = 'mb-2 font-semibold text-ink';

function Detail({ of }: { readonly of: MemberDetail }) {
  const w = useWords(members);
  const { role: mine, may } = useCommunity();
  const mayWrite = may('members', 'write');
  return (
    <>
      {of.banned && (
        <Alert tone="danger" title={w.bannedHere} action={mayWrite && <LiftBan id={of.id} name={nameOf(of)} />}>
          {w.bannedHereWhy}
        </Alert>
      )}
      <section aria-label={w.accounts}>
        <h3 className={HEADING}>{w.accounts}</h3>
        <ul className="space-y-1.5">
          {of.accounts.map(({ account, platform, login, displayName }) => (
            <li key={account} className="flex min-w-0 items-baseline gap-2">
              <PlatformMark platform={platform} className="w-24 shrink-0 text-ink-soft">
                {platformLabel(platform)}
              </PlatformMark>
              <bdi className="min-w-0 truncate text-ink" title={displayName}>
                {displayName}
              </bdi>
              {login !== displayName && (
                <bdi className="min-w-0 truncate text-ink-faint text-sm" title={login}>
                  {login}
                </bdi>
              )}
            </li>
          ))}
        </ul>
      </section>
      <RoleChoice of={of} />
      <MemberNotes member={of.id} notes={of.notes} />
      {of.log !== null && <Log of={of} lines={of.log} />}
      {mayWrite && !of.banned && mayBan(mine, of.role) && (
        <BanDialog
          of={[of]}
          trigger={
            <Button icon={<Ban />} className="text-danger">
              {w.ban}
            </Button>
          }
        />
      )}
    </>
  );
}

/** Their role, to change for who may: none but those that may be handed out. */
function RoleChoice({ of }: { readonly of: MemberDetail }) {
  const w = useWords(members);
  const roles = useWords(app);
  const { role: mine } = useCommunity();
  const change = useRoleChange();
  const give = handedOutBy(mine);
  const shown = change.isPending ? change.variables.role : of.role;
  const isTheirs = shown ? roles[shown] : w.noRole;
  if (give.length === 0 || of.banned || !mayChangeRoleOf(mine, of.role))
    return (
      <section aria-label={w.roleHere}>
        <h3 className={HEADING}>{w.roleHere}</h3>
        <p className="text-ink">{isTheirs}</p>
        {give.length > 0 && !of.banned && <p className="text-ink-faint text-sm">{w.roleAbove}</p>}
      </section>
    );
  const NONE = 'none';
  return (
    <Field label={<span className="font-semibold">{w.roleHere}</span>}>
      {(control) => (
        <Select
          {...control}
          value={shown ?? NONE}
          options={[
            ...give.map((role) => ({ value: role as string, label: roles[role] })),
            { value: NONE, label: w.noRole },
          ]}
          onChange={(chosen) => {
            const role = give.find((one) => one === chosen) ?? null;
            if (!change.isPending) change.mutate({ of: [of], role });
          }}
        />
      )}
    </Field>
  );
}

function Log({ of, lines }: { readonly of: MemberDetail; readonly lines: NonNullable<MemberDetail['log']> }) {
  const w = useWords(members);
  const s = useWords(history);
  const language = useLanguage();
  const { slug } = useCommunity();
  const [first] = of.accounts;
  return (
    <section aria-label={w.log}>
      <h3 className={HEADING}>{w.log}</h3>
      {lines.length === 0 ? (
        <p className="text-ink-faint">{w.noLog}</p>
      ) : (
        <ul className="space-y-2">
          {lines.map(({ id, actor, action, at }) => (
            <li key={id} className="flex min-w-0 flex-wrap gap-x-1.5 text-ink-soft">
              <bdi className="max-w-40 truncate font-medium text-ink">{actorName(actor, s)}</bdi>
              <span>{actionText(action, language)}</span>
              <Time at={at} className="text-ink-faint" />
            </li>
          ))}
        </ul>
      )}
      {first && (
        <p className="mt-2">
          <Link
            to="/c/$slug/settings/$section"
            params={{ slug, section: 'audit' }}
            search={{ actor: first.account } as never}
            className="text-accent-ink underline underline-offset-2"
          >
            {w.theirLog}
          </Link>
        </p>
      )}
    </section>
  );
}
