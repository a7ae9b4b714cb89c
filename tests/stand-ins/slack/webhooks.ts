import { type Attempt, accepted, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { slackHeaders } from './sign.ts';

export interface SlackWebhookOptions {
  signingSecret: string;
  eventsUrl: string;
  commandsUrl: string;
  interactivityUrl: string;
  /** Pauses before each retry, in milliseconds. Slack's own are: at once, 1 min, 5 min. */
  retryDelaysMs: readonly number[];
  /** How long the bot may take, in milliseconds; Slack's own is 3,000. */
  timeoutMs: number;
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
}

/** How an event went: `status` of the last attempt (0: no answer), `statuses` of all, in order. */
export interface SlackDelivery {
  status: number;
  statuses: number[];
  body: string;
  eventId: string;
  /** Sends the same event once more, as a retry, and resolves to the status. */
  redeliver(): Promise<number>;
}

/** Slack's requests to the bot: events with retries, commands and interactions without. */
export class SlackWebhooks {
  #options: SlackWebhookOptions;

  constructor(options: SlackWebhookOptions) {
    this.#options = options;
  }

  /** Sends an outer event; failed attempts are repeated with `x-slack-retry-num` and its reason (Slack: Events API). */
  async event(outer: Record<string, unknown>): Promise<SlackDelivery> {
    const body = JSON.stringify(outer);
    const eventId = String(outer.event_id ?? '');
    let retries = 0;
    const send = async (retry: number, previous?: Attempt): Promise<Attempt> => {
      retries = Math.max(retries, retry);
      const again = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': retryReason(previous) };
      const attempt = await this.#signed(this.#options.eventsUrl, body, 'application/json', retry > 0 ? again : {});
      const { status, ms, failure } = attempt;
      this.#options.log.add('delivery', 'event', { id: eventId, type: outer.type, retry, status, ms, failure });
      return attempt;
    };
    const attempts = await deliver(send, {
      delaysMs: this.#options.retryDelaysMs,
      again: (attempt) => !accepted(attempt) && attempt.headers.get('x-slack-no-retry') !== '1',
      stopped: this.#options.stopped,
    });
    const last = attempts.at(-1);
    return {
      status: last?.status ?? 0,
      statuses: attempts.map(({ status }) => status),
      body: last?.body ?? '',
      eventId,
      redeliver: async () => (await send(retries + 1, last)).status,
    };
  }

  /** Sends a form once; people see `operation_timeout` when no answer comes in time. */
  async form(to: 'command' | 'interactivity', fields: Record<string, string>): Promise<Attempt> {
    const { commandsUrl, interactivityUrl, log } = this.#options;
    const body = new URLSearchParams(fields).toString();
    const url = to === 'command' ? commandsUrl : interactivityUrl;
    const attempt = await this.#signed(url, body, 'application/x-www-form-urlencoded');
    const { status, ms, failure } = attempt;
    log.add('delivery', to, { status, ms, failure });
    if (failure === 'timeout') log.add('notice', 'operation_timeout', { to, ms });
    return attempt;
  }

  /** The unsigned certificate probe of a slash command's URL. */
  sslCheck(): Promise<Attempt> {
    const { commandsUrl, timeoutMs, stopped } = this.#options;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return post({ url: commandsUrl, headers, body: 'ssl_check=1&token=legacy-verification-token' }, timeoutMs, stopped);
  }

  #signed(
    url: string,
    body: string,
    type: 'application/json' | 'application/x-www-form-urlencoded',
    extra: Record<string, string> = {},
  ): Promise<Attempt> {
    const { signingSecret, now, timeoutMs, stopped } = this.#options;
    // Each attempt is signed anew: a retry minutes later must still be inside the five-minute window.
    const headers = { ...slackHeaders(signingSecret, Math.floor(now() / 1_000), body, type), ...extra };
    return post({ url, headers, body }, timeoutMs, stopped);
  }
}

function retryReason(previous: Attempt | undefined): string {
  if (previous?.failure === 'timeout') return 'http_timeout';
  return previous?.failure === 'connection' ? 'connection_failed' : 'http_error';
}
