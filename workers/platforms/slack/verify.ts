import { concat, fromHex, utf8, verifyHmac } from '../../core/bytes.ts';

/** Slack: requests more than five minutes from now, either way, are replays. */
const WINDOW_SECONDS = 5 * 60;

/**
 * Checks a Slack request: `v0=` + HMAC-SHA256 of `v0:timestamp:body` over the raw bytes (Slack: verifying requests).
 * False for anything else, whatever its headers hold.
 */
export async function verifySlack(
  headers: Headers,
  body: Uint8Array,
  signingSecret: string,
  now: number,
): Promise<boolean> {
  const timestamp = headers.get('x-slack-request-timestamp');
  const given = headers.get('x-slack-signature');
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || !given?.startsWith('v0=')) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const signature = fromHex(given.slice('v0='.length));
  if (signature?.length !== 32) return false;
  return verifyHmac(signingSecret, concat(utf8(`v0:${timestamp}:`), body), signature);
}
