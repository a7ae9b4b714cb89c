import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attempt, accepted, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import type { Answer, StandInRequest } from '../routes.ts';
import { channelOfTopic } from './atom.ts';

/** A subscription that the bot confirmed; `expiresAt` in milliseconds since the epoch. */
export interface Lease {
  topic: string;
  callback: string;
  secret?: string;
  expiresAt: number;
}

export interface HubOptions {
  /** Where this machine reaches the bot, when PUBLIC_URL is a tunnel; the callback's own origin unless given. */
  botUrl?: string;
  /** The lease when none is asked for, and the longest one, in seconds. */
  leaseSeconds: { usual: number; longest: number };
  /** Pauses before each redelivery, in milliseconds; empty switches redelivery off. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  /** The pause between the 202 and the question to the callback, in milliseconds. */
  verifyDelayMs: number;
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
  background(work: Promise<unknown>): void;
}

export interface PushOptions {
  /** How often the same notification is sent at the same time. */
  copies?: number;
  /** `none` leaves the signature out, `wrong` signs with another secret. */
  signature?: 'valid' | 'none' | 'wrong';
}

/** How a notification went: `status` of the last attempt (0: no answer), `statuses` of all, in order. */
export interface PushDelivery {
  status: number;
  statuses: number[];
  callback: string;
  topic: string;
  /** Sends the very same notification once more and resolves to the status. */
  redeliver(): Promise<number>;
}

/** `sha1=` and the hex HMAC of the body (PubSubHubbub 0.4 §8). */
const signHub = (secret: string, body: string): string =>
  `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

const MAX_SECRET_BYTES = 200;
const USER_AGENT = 'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)';

const refusal = (reason: string): Answer => ({ status: 400, text: `${reason}\n` });

/** pubsubhubbub.appspot.com: takes subscriptions, asks the callback whether it wants them, sends feeds to it. */
export class Hub {
  #leases: Lease[] = [];
  #options: HubOptions;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** The leases in force. */
  get leases(): readonly Lease[] {
    return this.#leases.filter(({ expiresAt }) => expiresAt > this.#options.now());
  }

  /** `POST /subscribe`: 202, and the question to the callback comes after the answer. */
  subscribe({ body, reject }: StandInRequest): Answer {
    const form = new URLSearchParams(body);
    const [mode, callback, topic, verify] = ['mode', 'callback', 'topic', 'verify'].map(
      (name) => form.get(`hub.${name}`) ?? '',
    );
    if (mode !== 'subscribe' && mode !== 'unsubscribe') return refusal(`Invalid value for hub.mode: ${mode}`);
    if (!callback || !URL.canParse(callback)) return refusal(`Invalid parameter: hub.callback; ${callback}`);
    if (!topic || !URL.canParse(topic)) return refusal(`Invalid parameter: hub.topic; ${topic}`);
    if (verify !== '' && verify !== 'async' && verify !== 'sync') {
      return refusal(`Invalid values for hub.verify: ${verify}`);
    }
    const secret = form.get('hub.secret') ?? undefined;
    if (secret !== undefined && Buffer.byteLength(secret) >= MAX_SECRET_BYTES) {
      return refusal('Invalid parameter: hub.secret; must be less than 200 bytes');
    }
    const seconds = this.#seconds(form.get('hub.lease_seconds'));
    if (seconds === undefined) return refusal('Invalid parameter: hub.lease_seconds');
    const lease = { topic, callback, secret, expiresAt: 0 };
    const token = form.get('hub.verify_token') ?? undefined;
    this.#options.background(
      this.#later(() =>
        reject ? this.#deny(lease, reject.dropReason?.message) : this.#verify(mode, lease, seconds, token),
      ),
    );
    return { status: 202 };
  }

  /** Puts a lease there as if it had been confirmed. */
  add(lease: Omit<Lease, 'expiresAt'>, seconds = this.#options.leaseSeconds.usual): Lease {
    this.#remove(lease);
    const added = { ...lease, expiresAt: this.#options.now() + seconds * 1_000 };
    this.#leases.push(added);
    return added;
  }

  /** Ends the leases on a channel and tells their callbacks so (WebSub §5.2); resolves to the statuses. */
  deny(channel: string, reason?: string): Promise<number[]> {
    return Promise.all(this.#on(channel).map((lease) => this.#deny(lease, reason)));
  }

  /** Sends a feed to each lease on the channel; `feed` gets the topic as the lease spells it. */
  push(channel: string, feed: (topic: string) => string, options: PushOptions = {}): Promise<PushDelivery[]> {
    return Promise.all(this.#on(channel).map((lease) => this.#notify(lease, feed(lease.topic), options)));
  }

  #on(channel: string): Lease[] {
    return this.leases.filter(({ topic }) => channelOfTopic(topic) === channel);
  }

  #remove({ topic, callback }: Omit<Lease, 'expiresAt'>): void {
    this.#leases = this.#leases.filter((one) => one.topic !== topic || one.callback !== callback);
  }

  #seconds(asked: string | null): number | undefined {
    const { usual, longest } = this.#options.leaseSeconds;
    if (asked === null || asked === '') return usual;
    return /^\d{1,9}$/.test(asked) && Number(asked) > 0 ? Math.min(Number(asked), longest) : undefined;
  }

  async #later(work: () => Promise<unknown>): Promise<void> {
    const { verifyDelayMs, stopped } = this.#options;
    await sleep(verifyDelayMs, undefined, { signal: stopped }).catch(() => undefined);
    if (!stopped.aborted) await work();
  }

  /** Only a 2xx with the very challenge changes anything. */
  async #verify(mode: 'subscribe' | 'unsubscribe', lease: Lease, seconds: number, token?: string): Promise<void> {
    const challenge = randomBytes(16).toString('hex');
    const { status, body } = await this.#ask(lease.callback, {
      'hub.mode': mode,
      'hub.topic': lease.topic,
      'hub.challenge': challenge,
      ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(seconds) } : {}),
      ...(token === undefined ? {} : { 'hub.verify_token': token }),
    });
    const confirmed = status >= 200 && status < 300 && body === challenge;
    this.#options.log.add('notice', confirmed ? `hub-${mode}d` : 'hub-not-confirmed', { topic: lease.topic, status });
    if (!confirmed) return;
    if (mode === 'subscribe') this.add(lease, seconds);
    else this.#remove(lease);
  }

  async #deny(lease: Lease, reason?: string): Promise<number> {
    this.#remove(lease);
    const why: Record<string, string> = reason === undefined ? {} : { 'hub.reason': reason };
    return (await this.#ask(lease.callback, { 'hub.mode': 'denied', 'hub.topic': lease.topic, ...why })).status;
  }

  async #ask(callback: string, parameters: Record<string, string>): Promise<{ status: number; body: string }> {
    const { timeoutMs, stopped, log } = this.#options;
    const url = new URL(this.#reach(callback));
    for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopped]);
    try {
      const answer = await fetch(url, { headers: { 'User-Agent': USER_AGENT }, redirect: 'manual', signal });
      const body = await answer.text();
      log.add('delivery', 'verification', { mode: parameters['hub.mode'], status: answer.status });
      return { status: answer.status, body };
    } catch {
      log.add('delivery', 'verification', { mode: parameters['hub.mode'], status: 0 });
      return { status: 0, body: '' };
    }
  }

  async #notify(lease: Lease, body: string, options: PushOptions): Promise<PushDelivery> {
    const { retryDelaysMs, stopped } = this.#options;
    const secret = options.signature === 'wrong' ? `not ${lease.secret}` : lease.secret;
    const signed = secret !== undefined && options.signature !== 'none';
    const headers = {
      'Content-Type': 'application/atom+xml',
      'User-Agent': USER_AGENT,
      From: 'googlebot(at)googlebot.com',
      Link: `<http://pubsubhubbub.appspot.com/>; rel=hub, <${lease.topic}>; rel=self`,
      ...(signed ? { 'X-Hub-Signature': signHub(secret, body) } : {}),
    };
    const send = (retry: number) => this.#attempt(lease, headers, body, retry);
    const rules = { delaysMs: retryDelaysMs, again: (one: Attempt) => !accepted(one), stopped };
    const copies = Array.from({ length: options.copies ?? 1 }, () => deliver(send, rules));
    const attempts = (await Promise.all(copies)).flat();
    return {
      status: attempts.at(-1)?.status ?? 0,
      statuses: attempts.map(({ status }) => status),
      callback: lease.callback,
      topic: lease.topic,
      redeliver: async () => (await send(attempts.length)).status,
    };
  }

  async #attempt(lease: Lease, headers: Record<string, string>, body: string, retry: number): Promise<Attempt> {
    const { timeoutMs, stopped, log } = this.#options;
    const attempt = await post({ url: this.#reach(lease.callback), headers, body }, timeoutMs, stopped);
    const { status, ms, failure } = attempt;
    log.add('delivery', 'feed', { topic: lease.topic, retry, status, ms, failure });
    return attempt;
  }

  #reach(callback: string): string {
    const { pathname, search, origin } = new URL(callback);
    return new URL(pathname + search, this.#options.botUrl ?? origin).href;
  }
}
