import { and, eq, gt, lte, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Database } from '../../db/client.ts';
import { oauthStates } from '../../db/schema/index.ts';
import type { CommunityId, PersonId, Platform } from '../core/ids.ts';
import { hashOfToken } from '../core/random.ts';
import { type Keyring, seal, unseal } from '../core/sealed.ts';

/** How long people may take to agree, ms. */
const COUNTS_FOR_MS = 10 * 60_000;

const details = z.strictObject({
  withStream: z.boolean(),
  asBot: z.boolean(),
  expected: z.string().max(200).nullable(),
  /** A path of ours that is told how it went; null for the page that says so itself. */
  to: z.string().max(500).nullable().default(null),
});

/** What somebody was sent away for. */
export interface LinkConsent extends z.output<typeof details> {
  readonly platform: Platform;
  readonly community: CommunityId;
}

/** Who has to come back, and with which browser. */
export interface Sent {
  readonly person: PersonId;
  /** What the browser's cookie holds. */
  readonly browser: string;
}

const contextOf = (stateHash: string): string => `link-channel:${stateHash}`;

/** Keeps what a consent is for under its state, for ten minutes; the state itself and the verifier lie nowhere in clear. */
export async function keepConsent(
  { db, keys }: { readonly db: Database; readonly keys: Keyring },
  consent: LinkConsent & Sent & { readonly state: string; readonly verifier: string | null },
  now: number,
): Promise<void> {
  const { platform, community, person, browser, state, verifier, withStream, asBot, expected, to } = consent;
  const [stateHash, browserHash] = await Promise.all([hashOfToken(state), hashOfToken(browser)]);
  const sealedVerifier = verifier === null ? null : await seal(keys, contextOf(stateHash), verifier);
  await db.run('connect.consent-keep', (d) =>
    d.batch([
      d.delete(oauthStates).where(and(eq(oauthStates.personId, person), lte(oauthStates.expiresAt, new Date(now)))),
      d.insert(oauthStates).values({
        stateHash,
        purpose: 'link-channel',
        platform,
        browserHash,
        sealedVerifier,
        personId: person,
        communityId: community,
        details: { withStream, asBot, expected, to },
        createdAt: new Date(now),
        expiresAt: new Date(now + COUNTS_FOR_MS),
      }),
    ]),
  );
}

/**
 * Takes out what a consent was for: once, and only for the person and the browser that were sent away for it. Nobody else's
 * try ends it.
 */
export async function takeConsent(
  { db, keys }: { readonly db: Database; readonly keys: Keyring },
  { state, platform, person, browser }: Sent & { readonly state: string; readonly platform: Platform },
  now: number,
): Promise<(LinkConsent & { readonly verifier: string | null }) | null> {
  const [stateHash, browserHash] = await Promise.all([hashOfToken(state), hashOfToken(browser)]);
  const [row] = await db.run('connect.consent-take', (d) =>
    d
      .delete(oauthStates)
      .where(
        and(
          eq(oauthStates.stateHash, stateHash),
          eq(oauthStates.purpose, 'link-channel'),
          eq(oauthStates.platform, platform),
          eq(oauthStates.browserHash, browserHash),
          eq(oauthStates.personId, person),
          gt(oauthStates.expiresAt, new Date(now)),
        ),
      )
      .returning({
        community: oauthStates.communityId,
        details: oauthStates.details,
        sealedVerifier: sql<string | null>`${oauthStates.sealedVerifier}`,
      }),
  );
  const kept = details.safeParse(row?.details);
  if (!row?.community || !kept.success) return null;
  const verifier = row.sealedVerifier === null ? null : await unseal(keys, contextOf(stateHash), row.sealedVerifier);
  return { ...kept.data, platform, community: row.community as CommunityId, verifier };
}
