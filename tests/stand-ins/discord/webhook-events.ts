import { type Attempt, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { type DiscordKeys, discordHeaders } from './sign.ts';

export interface WebhookEventRules {
  applicationId: string;
  keys: DiscordKeys;
  webhookUrl: string;
  timeoutMs: number;
  /** Pauses before each retry, in milliseconds; Discord's own back off for up to ten minutes. */
  retryDelaysMs: readonly number[];
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
}

/** How a webhook event went: `status` of the last attempt (0: no answer), `statuses` of all. */
export interface WebhookEventDelivery {
  /** Answered by 204 without a body. */
  acknowledged: boolean;
  status: number;
  statuses: number[];
  body: string;
}

const PING = 0;
const EVENT = 1;

const acknowledges = ({ status, body }: Attempt): boolean => status === 204 && body === '';

/** Webhook events (Discord: webhook events): signed as interactions are, repeated until acknowledged. */
export class WebhookEvents {
  #rules: WebhookEventRules;

  constructor(rules: WebhookEventRules) {
    this.#rules = rules;
  }

  event(type: string, data: Record<string, unknown>): Promise<WebhookEventDelivery> {
    const timestamp = new Date(this.#rules.now()).toISOString().replace('Z', '000');
    return this.#send({ type: EVENT, event: { type, timestamp, data } }, this.#rules.retryDelaysMs);
  }

  /** Sent once, when the URL is saved. */
  ping(): Promise<WebhookEventDelivery> {
    return this.#send({ type: PING }, []);
  }

  async #send(given: Record<string, unknown>, delaysMs: readonly number[]): Promise<WebhookEventDelivery> {
    const { applicationId, keys, webhookUrl, timeoutMs, now, log, stopped } = this.#rules;
    const body = JSON.stringify({ version: 1, application_id: applicationId, ...given });
    const send = async (retry: number): Promise<Attempt> => {
      const headers = discordHeaders(keys.privateKey, now(), body);
      const attempt = await post({ url: webhookUrl, headers, body }, timeoutMs, stopped);
      const { status, ms, failure } = attempt;
      log.add('delivery', 'webhook-event', { type: given.type, retry, status, ms, failure });
      return attempt;
    };
    const attempts = await deliver(send, { delaysMs, again: (attempt) => !acknowledges(attempt), stopped });
    const last = attempts.at(-1) as Attempt;
    const statuses = attempts.map(({ status }) => status);
    return { acknowledged: acknowledges(last), status: last.status, statuses, body: last.body };
  }
}
