import type { history } from '../words/history.ts';

type Known = Readonly<Record<string, unknown>>;
const isKnown = (value: unknown): value is Known => typeof value === 'object' && value !== null;

/** Somebody as the audit log has them: an account, or the one that a session or a program stands for. */
interface AuditAccount {
  readonly platform: string;
  readonly account: string;
  readonly displayName: string;
}

function accountIn(value: unknown): AuditAccount | null {
  if (!isKnown(value)) return null;
  const { platform, account, displayName, login } = value;
  if (typeof platform !== 'string' || typeof account !== 'string') return null;
  const name = [displayName, login, account].find((one): one is string => typeof one === 'string' && one !== '');
  return { platform, account, displayName: name ?? account };
}

/** The account by which somebody did something; null for programs that speak for nobody. */
const accountOfActor = (actor: Known): AuditAccount | null =>
  accountIn(actor.kind === 'account' ? actor : actor.kind === 'session' ? actor.as : actor.onBehalfOf);

/** Who did something, in a word or two. */
export function actorName(actor: Known, w: (typeof history)['en']): string {
  const account = accountOfActor(actor);
  if (actor.kind === 'key') {
    const key = w.byKey(typeof actor.name === 'string' ? actor.name : '');
    return account ? w.byFor(key, account.displayName) : key;
  }
  if (actor.kind === 'service') return account ? w.byFor(w.byService, account.displayName) : w.byService;
  return account?.displayName ?? (actor.kind === 'system' ? w.bySystem : w.somebody);
}
