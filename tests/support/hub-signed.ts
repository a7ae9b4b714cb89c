import { toHex, utf8 } from '../../workers/core/bytes.ts';

/** The header with which YouTube's hub signs a notification, made by signing: the verifier under test only checks. */
export async function hubSigned(secret: string, body: string | Uint8Array): Promise<Record<string, string>> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const bytes = typeof body === 'string' ? utf8(body) : body;
  return { 'x-hub-signature': `sha1=${toHex(await crypto.subtle.sign('HMAC', key, bytes as BufferSource))}` };
}
