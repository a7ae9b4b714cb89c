import * as z from 'zod';
import { describeError, WaddleError } from '../../core/errors.ts';
import type { Road } from '../../core/road.ts';
import { SingleFlight } from '../../core/single-flight.ts';

/** The key Kick signs webhooks with, as its documentation prints it (Kick: webhook security). */
export const PUBLISHED_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAq/+l1WnlRrGSolDMA+A8
6rAhMbQGmQ2SapVcGM3zq8ANXjnhDWocMqfWcTd95btDydITa10kDvHzw9WQOqp2
MZI7ZyrfzJuz5nhTPCiJwTwnEtWft7nV14BYRDHvlfqPUaZ+1KR4OCaO/wWIk/rQ
L/TjY0M70gse8rlBkbo2a8rKhu69RQTRsoaf4DVhDPEeSeI5jVrRDGAMGL3cGuyY
6CLKGdjVEM78g3JfYOvDU/RvfqD7L89TZ3iN94jrmWdGz34JNlEI5hqK8dd7C5EF
BEbZ5jgB8s8ReQV8H+MkuffjdAj3ajDDX3DOJMIut1lBrUVD1AaSrGCKHooWoL2e
twIDAQAB
-----END PUBLIC KEY-----`;

/** Anybody can send what no key fits, so the key is not asked for more often than this, ms. */
const REFETCH_AFTER_MS = 60_000;
const TIMEOUT_MS = 2_000;

const PEM = /-----BEGIN PUBLIC KEY-----([\s\S]+?)-----END PUBLIC KEY-----/;

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

const publicKeyAnswer = z.object({ data: z.object({ public_key: z.string().max(10_000) }) });

export interface KickKeysOptions {
  readonly apiUrl: string;
  /** PEM of the first key (`KICK_PUBLIC_KEY`); the published one unless given. */
  readonly pinned?: string | undefined;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly report: Road['report'];
}

/**
 * The keys that Kick's webhooks may be signed with: a pinned one, and what Kick's API names when none fits. Keys that
 * were good once stay good until the isolate ends, so that what was signed before a rotation is still taken after it.
 */
export class KickKeys {
  readonly #options: KickKeysOptions;
  /** By their base64, oldest first. */
  readonly #keys = new Map<string, CryptoKey>();
  readonly #flight = new SingleFlight<'key', void>();
  #pinned: Promise<void> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(options: KickKeysOptions) {
    this.#options = options;
  }

  /** Whether one of the keys made this RSASSA-PKCS1-v1_5 signature (SHA-256) over the message. */
  async verify(message: Uint8Array, signature: Uint8Array): Promise<boolean> {
    this.#pinned ??= this.#takePinned();
    await this.#pinned;
    const tried = [...this.#keys.values()];
    if (await fitsOneOf(tried, message, signature)) return true;
    await this.#flight.run('key', () => this.#refetch());
    // Whoever asked for them: those that came in meanwhile.
    return fitsOneOf([...this.#keys.values()].slice(tried.length), message, signature);
  }

  async #takePinned(): Promise<void> {
    const { pinned = PUBLISHED_KEY, report } = this.#options;
    if (!(await this.#add(pinned))) report('kick.key-unreadable', { source: 'KICK_PUBLIC_KEY' });
  }

  async #refetch(): Promise<void> {
    const { apiUrl, clock, report } = this.#options;
    const now = clock();
    if (now - this.#askedAt < REFETCH_AFTER_MS) return;
    this.#askedAt = now;
    try {
      const pem = await this.#published(`${apiUrl}/public/v1/public-key`);
      if (!(await this.#add(pem))) report('kick.key-unreadable', { source: 'api' });
    } catch (error) {
      report('kick.key-not-fetched', { error: describeError(error) });
    }
  }

  /** @throws where the API does not answer with a key. */
  async #published(url: string): Promise<string> {
    const response = await this.#options.fetch(url, {
      headers: { accept: 'application/json' },
      // A key that a redirect leads to would be anybody's.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Read even when it is not wanted: an unread body holds one of the six connections.
    const text = await response.text();
    if (!response.ok) throw new WaddleError('UPSTREAM', `HTTP ${response.status}`);
    return publicKeyAnswer.parse(JSON.parse(text)).data.public_key;
  }

  /** Takes a key in; false where it is no RSA key in PEM. */
  async #add(pem: string): Promise<boolean> {
    // In variables and secrets line breaks are often written as \\n.
    const base64 = PEM.exec(pem.replaceAll('\\n', '\n'))?.[1]?.replace(/\s/g, '') ?? '';
    const der = fromBase64(base64);
    if (!der) return false;
    try {
      this.#keys.set(base64, await crypto.subtle.importKey('spki', der, RSA, false, ['verify']));
      return true;
    } catch {
      return false;
    }
  }
}

async function fitsOneOf(keys: readonly CryptoKey[], message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  for (const key of keys) {
    if (await crypto.subtle.verify(RSA.name, key, signature as BufferSource, message as BufferSource)) return true;
  }
  return false;
}

/** Bytes of padded base64 (RFC 4648 §4), or null where it is empty or anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
