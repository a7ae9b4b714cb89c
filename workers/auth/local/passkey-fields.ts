import * as z from 'zod';

/** What somebody knows a passkey of theirs by. */
export const passkeyName = z
  .string()
  .trim()
  .min(1, 'Give it a name, to know it by.')
  .max(60, 'A passkey’s name has 60 characters at most.')
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]+$/u, 'A passkey’s name has no control characters.');

/** A credential's id, base64url (WebAuthn §4: 1,023 bytes at most). */
export const passkeyId = z.string().regex(/^[A-Za-z0-9_-]{1,1364}$/);
