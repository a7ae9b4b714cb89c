import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Code } from '../design/code.tsx';
import { StatusDot } from '../design/status-dot.tsx';
import { channelWords } from '../words/channels.ts';
import { useWords } from '../words/use-words.ts';
import type { Problem } from './queries.ts';

type Words = (typeof channelWords)['en'];

const BROKEN = {
  consent: 'brokenConsent',
  uninstalled: 'brokenUninstalled',
  removed: 'brokenRemoved',
  moderator: 'brokenModerator',
  banned: 'brokenBanned',
  account: 'brokenAccount',
  unreached: 'brokenUnreached',
  version: 'brokenVersion',
} as const satisfies Record<string, keyof Words>;

const isKnown = (endedBy: string | undefined): endedBy is keyof typeof BROKEN =>
  endedBy !== undefined && Object.hasOwn(BROKEN, endedBy);

const PLAIN = {
  off: 'problemOff',
  consent: 'problemConsent',
  scopes: 'problemScopes',
  'bot-account': 'problemBotAccount',
  'bot-scopes': 'problemBotScopes',
  webhook: 'problemWebhook',
} as const satisfies Partial<Record<Problem['is'], keyof Words>>;

function inWords(w: Words, { is, params: { endedBy, line } }: Problem): string {
  if (is === 'broken') return isKnown(endedBy) ? w[BROKEN[endedBy]] : w.problemBroken;
  if (is === 'moderator') return line ? w.problemModerator : w.problemModeratorPlain;
  return w[PLAIN[is]];
}

/** What is missing, but does not keep the channel from working. */
const isMild = ({ is }: Problem): boolean => is === 'moderator' || is === 'webhook' || is === 'bot-scopes';

/** Whether only another consent of the owner helps. */
export const needsConsent = (problems: readonly Problem[]): boolean =>
  problems.some(({ is }) => is === 'consent' || is === 'scopes');

/** How a channel does, in one light. */
export function ChannelLight({ problems }: { readonly problems: readonly Problem[] }) {
  const w = useWords(channelWords);
  if (problems.length === 0) return <StatusDot state="ok">{w.well}</StatusDot>;
  return problems.every(isMild) ? (
    <StatusDot state="warning">{w.notice}</StatusDot>
  ) : (
    <StatusDot state="danger">{w.ill}</StatusDot>
  );
}

/** What keeps a channel from working as it should, each with what helps. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const w = useWords(channelWords);
  return (
    <ul className="space-y-3">
      {problems.map((problem) => {
        const Icon = isMild(problem) ? TriangleAlert : CircleAlert;
        return (
          <li key={problem.is} className="flex items-start gap-2.5">
            <Icon
              aria-hidden
              className={`mt-0.5 size-4 shrink-0 ${isMild(problem) ? 'text-warning' : 'text-danger'}`}
            />
            <div className="min-w-0 space-y-2">
              <p className="break-words text-ink">
                {inWords(w, problem)}
                {problem.params.scopes && (
                  <span className="text-ink-soft">
                    {problem.params.scopes.split(', ').map((scope) => (
                      <span key={scope}>
                        {' '}
                        <Code>{scope}</Code>
                      </span>
                    ))}
                  </span>
                )}
              </p>
              {problem.params.line && (
                <Code block copy>
                  {problem.params.line}
                </Code>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
