import { createHmac } from 'node:crypto';

/** `v0=` and the hex HMAC over `v0:timestamp:body`; `timestamp` in Unix seconds (Slack: verifying requests from Slack). */
export function signSlack(secret: string, timestamp: number | string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** The headers of a signed Slack request with a JSON or a form body. */
export function slackHeaders(
  secret: string,
  timestamp: number,
  body: string,
  type: 'application/json' | 'application/x-www-form-urlencoded',
): Record<string, string> {
  return {
    'Content-Type': type,
    'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'X-Slack-Request-Timestamp': String(timestamp),
    'X-Slack-Signature': signSlack(secret, timestamp, body),
  };
}
