import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { installations } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import type { Platform } from '../core/ids.ts';
import type { Keyring } from '../core/sealed.ts';
import type { Settings } from '../env.ts';
import type { AuditLine } from '../router/audited.ts';
import { type Door, NotConnected, type Step, sentence } from './steps.ts';

/** What everything here works with, whichever door it is asked through. */
export interface Ground {
  readonly db: Database;
  readonly keys: Keyring;
  readonly settings: Settings;
  readonly communityId: string;
  /** Who links, for the audit log. */
  readonly actor: Actor;
  readonly fetch: typeof fetch;
  /** ms since epoch. */
  readonly now: () => number;
  readonly tell: (step: Step) => void;
  /** Told of what was written to the audit log, for those who watch. */
  readonly noted: (line: AuditLine | null) => void;
  readonly pause: (ms: number) => Promise<void>;
  readonly door: Door;
}

/** What one consent is for. */
export interface Surroundings extends Ground {
  /** The account or channel that is expected, by id or name; anyone's consent will do where it is absent. */
  readonly expected?: string | undefined;
  /** Connects the bot's own account instead of a channel. */
  readonly asBot: boolean;
  /** Also asks a broadcaster for what it takes to steer the stream. */
  readonly withStream: boolean;
}

/** One platform's way from a click to a channel that works. */
export interface Flow {
  readonly title: string;
  /** What is asked for, each with why. */
  readonly scopes: Readonly<Record<string, string>>;
  /** Where the person agrees; `verifier` is to be kept until `finish` (RFC 7636), null where the platform knows no PKCE. */
  start(redirectUri: string, state: string): Promise<{ readonly url: string; readonly verifier: string | null }>;
  /** @throws NotConnected */
  finish(consent: Consented): Promise<void>;
}

/** What a person came back with. */
export interface Consented {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string | null;
}

/** A channel by what its platform calls it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** @throws NotConnected where another account agreed than was meant; nothing is stored then. */
export function mustBeExpected({ expected, door }: Pick<Surroundings, 'expected' | 'door'>, who: Named): void {
  if (expected === undefined || expected === who.id || expected.toLowerCase() === who.name.toLowerCase()) return;
  throw new NotConnected(
    `You agreed as ${who.name} (${who.id}), but ${expected} was to be connected. Nothing was stored. Sign out there, sign in as ${expected} and ${door.again}.`,
    'account',
  );
}

/** @throws NotConnected where something that was asked for was not granted; nothing is stored then. */
export function mustHave(
  { door }: Pick<Ground, 'door'>,
  scopes: Readonly<Record<string, string>>,
  granted: readonly string[],
): void {
  const missing = Object.entries(scopes).filter(([scope]) => !granted.includes(scope));
  if (missing.length === 0) return;
  const list = missing.map(([scope, why]) => `  ${scope}: ${why}`).join('\n');
  throw new NotConnected(
    `Not all that WaddleBot needs was granted. Nothing was stored. Missing:\n${list}\n${sentence(door.again)} and leave everything ticked.`,
    'scopes',
  );
}

/** Says what an earlier consent allowed and the one that takes its place does not. To be asked before that is stored. */
export async function tellLost(
  { db, tell, door }: Pick<Ground, 'db' | 'tell' | 'door'>,
  platform: Platform,
  subject: string,
  granted: readonly string[],
): Promise<void> {
  const [before] = await db.run('connect.scopes', (d) =>
    d
      .select({ scopes: installations.scopes })
      .from(installations)
      .where(and(eq(installations.platform, platform), eq(installations.subject, subject))),
  );
  const lost = (before?.scopes ?? []).filter((scope) => !granted.includes(scope));
  if (lost.length > 0)
    tell({
      is: 'warning',
      text: `This consent takes the place of an earlier one, which also allowed ${lost.join(', ')}. To have that again: ${door.withStream(platform)}`,
    });
}

/** A linked channel, for what is done to it without another consent. */
export interface Linked extends Named {
  /**
   * Its own token, renewed where that is due. `stale`: the one that the platform just refused.
   * @throws WaddleError where there is none (any more)
   */
  token(stale?: string): Promise<string>;
}

/** What can be done about the channels of one platform. */
export interface PlatformLinks {
  readonly flow: (around: Surroundings) => Flow;
  /** Which consents there are, and what each asks for: of a channel, to steer its stream besides, of the bot's own account. */
  readonly asks: {
    readonly channel: Readonly<Record<string, string>>;
    readonly stream?: Readonly<Record<string, string>>;
    readonly bot?: Readonly<Record<string, string>>;
  };
  /** Subscribes anew, looks what the bot may do, and links. @throws NotConnected, WaddleError where only a consent helps */
  mend(ground: Ground, channel: Linked): Promise<void>;
  /** Has the platform forget the channel. It is unlinked already, so what cannot be done is only told. */
  leave(ground: Ground, channel: Linked, tokens: LeftTokens | null): Promise<void>;
}

/** What was kept of a channel that was unlinked. */
export interface LeftTokens {
  readonly access: string;
  readonly refresh: string | null;
}
