import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import * as z from 'zod';
import { WaddleError } from '../../core/errors.ts';
import { fromBase64Url } from '../../core/random.ts';
import { loadWebAuthn } from '../../lazy/load.ts';

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most);

const credential = {
  // WebAuthn §4: a credential's id has 1,023 bytes at most.
  id: base64url(1_364),
  rawId: base64url(1_364),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

const created = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(8_000),
    attestationObject: base64url(8_000),
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .max(10)
      .catch([]),
  }),
});

const got = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(8_000),
    authenticatorData: base64url(4_000),
    signature: base64url(2_000),
    userHandle: z
      .string()
      .regex(/^[A-Za-z0-9_-]*$/)
      .max(100)
      .nullish(),
  }),
});

/** What a page's script sends of a credential. @throws INVALID where it is none */
function read<Schema extends z.ZodType>(schema: Schema, sent: string): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(sent);
  } catch {
    // Left undefined: no schema takes it.
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new WaddleError('INVALID', 'The browser sent no passkey. Try again, with JavaScript on.');
}

/**
 * A credential that was made. Statements that a maker signed are refused: we ask for none, and looking them up would let a
 * stranger's certificate say where this Worker connects to.
 * @throws INVALID
 */
export async function readCreated(sent: string): Promise<RegistrationResponseJSON> {
  const parsed = read(created, sent);
  const { decodeAttestationObject } = await loadWebAuthn();
  let isPlain = false;
  try {
    const object = decodeAttestationObject(fromBase64Url(parsed.response.attestationObject));
    const format = object.get('fmt');
    isPlain = format === 'none' || (format === 'packed' && object.get('attStmt').get('x5c') === undefined);
  } catch {
    // No CBOR: refused below.
  }
  if (!isPlain)
    throw new WaddleError('INVALID', 'The browser sent a passkey that we cannot read. Try another authenticator.');
  return parsed as RegistrationResponseJSON;
}

/** A proof that somebody holds a credential. @throws INVALID */
export const readGot = (sent: string): AuthenticationResponseJSON => read(got, sent) as AuthenticationResponseJSON;
