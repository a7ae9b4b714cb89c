/** Whom passkeys are made for: a name, not an address, and the origin of its pages (WebAuthn §5.1.3: "effective domain"). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Browsers make no passkeys for addresses: on a laptop `localhost` stands for 127.0.0.1, and in a LAN there is none without a
 * name. Null there, and over http anywhere else.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | null {
  const { protocol, hostname, port, origin } = new URL(publicUrl);
  if (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]')
    return { id: 'localhost', origin: `${protocol}//localhost${port === '' ? '' : `:${port}`}` };
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return isAddress || protocol !== 'https:' ? null : { id: hostname, origin };
}
