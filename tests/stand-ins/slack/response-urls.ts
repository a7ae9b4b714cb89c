import { randomBytes, randomInt } from 'node:crypto';
import { noteSecret } from '../../support/secrets.ts';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { slackError } from './args.ts';

export interface ResponseContext {
  channel: string;
  user: string;
  threadTs?: string;
}

/** What the bot sent to a response_url, as given. */
export interface SlackResponse {
  url: string;
  responseType: 'ephemeral' | 'in_channel';
  text: string;
  replaceOriginal: boolean;
  deleteOriginal: boolean;
  threadTs?: string;
  at: number;
}

// Slack: handling user interaction: a response_url takes 5 responses within 30 minutes.
const MAX_USES = 5;
const LIFE_MS = 30 * 60 * 1_000;

/** Hands out response URLs and judges what is posted to them. */
export class ResponseUrls {
  #urls = new Map<string, { context: ResponseContext; uses: number; issuedAt: number }>();
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The path of a new URL: `/commands/<team>/<n>/<token>`, or `/actions/<app>/…` for interactivity. */
  issue(kind: 'commands' | 'actions', owner: string, context: ResponseContext): string {
    const token = noteSecret('response_url', randomBytes(18).toString('base64url'));
    const path = `/${kind}/${owner}/${randomInt(1e12)}/${token}`;
    this.#urls.set(path, { context, uses: 0, issuedAt: this.#now() });
    return path;
  }

  /** Takes one response, or gives Slack's refusal of it. */
  take(request: StandInRequest): { context: ResponseContext; response: SlackResponse } | Answer {
    const url = this.#urls.get(request.path);
    const refused = (error: string): Answer => ({ ...slackError(error), status: 404 });
    if (!url || this.#now() - url.issuedAt > LIFE_MS) return refused('expired_url');
    if (url.uses >= MAX_USES) return refused('used_url');
    const response = readResponse(request.path, parseJson(request.body), this.#now());
    if (!response) return { ...slackError('invalid_payload'), status: 400 };
    if (response.text === '' && !response.deleteOriginal) return { ...slackError('no_text'), status: 400 };
    url.uses += 1;
    return { context: url.context, response };
  }
}

/** A response payload, as a command's HTTP answer or a response_url takes it; undefined when it is not an object. */
export function readResponse(url: string, payload: unknown, at: number): SlackResponse | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const given = payload as Record<string, unknown>;
  return {
    url,
    responseType: given.response_type === 'in_channel' ? 'in_channel' : 'ephemeral',
    text: typeof given.text === 'string' ? given.text : '',
    replaceOriginal: given.replace_original === true || given.replace_original === 'true',
    deleteOriginal: given.delete_original === true || given.delete_original === 'true',
    threadTs: typeof given.thread_ts === 'string' ? given.thread_ts : undefined,
    at,
  };
}
