/**
 * Has the browser make a passkey (WebAuthn Level 3 §5.1.8). @throws InvalidStateError where the device holds one already,
 * NotAllowedError where nobody made one
 */
export async function makePasskey(options: object): Promise<{ readonly id: string }> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  const made = await navigator.credentials.create({ publicKey });
  if (!(made instanceof PublicKeyCredential)) throw new DOMException('no passkey was made', 'NotAllowedError');
  return made.toJSON() as { readonly id: string };
}
