import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** CBOR of numbers, bytes, text and maps (RFC 8949): what attestation objects and COSE keys are made of. */
function cbor(value: number | string | Uint8Array | ReadonlyMap<number | string, unknown>): Buffer {
  const head = (major: number, n: number): Buffer => {
    if (n < 24) return Buffer.from([(major << 5) | n]);
    if (n < 256) return Buffer.from([(major << 5) | 24, n]);
    return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  };
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, inner]) => [cbor(key), cbor(inner as number)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

/** What a test spoils. */
export interface Spoiled {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly counter?: number;
  /** Flags of WebAuthn §6.1: 1 somebody was there, 4 they proved who they are. */
  readonly flags?: number;
  readonly userHandle?: string;
  readonly key?: KeyObject;
  readonly fmt?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
}

/** What the server offers, as far as a device looks at it. */
export interface Offered {
  readonly challenge: string;
  readonly rp?: { readonly id?: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

/** A device that makes one passkey (ES256) and proves it, as a browser sends it (WebAuthn §6, §7). */
export class Authenticator {
  readonly #origin: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = b64(randomBytes(32));
  counter = 0;
  #userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  #clientData(type: string, { challenge }: Offered, spoiled: Spoiled): Buffer {
    const { origin = this.#origin, crossOrigin = false } = spoiled;
    return Buffer.from(
      JSON.stringify({ type: spoiled.type ?? type, challenge: spoiled.challenge ?? challenge, origin, crossOrigin }),
    );
  }

  #authData(rpId: string, flags: number, counter: number, rest: Uint8Array = new Uint8Array()): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest]);
  }

  /** What `navigator.credentials.create` gives, as JSON. */
  create(options: Offered, spoiled: Spoiled = {}): string {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const cose = cbor(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x as string, 'base64url')],
        [-3, Buffer.from(y as string, 'base64url')],
      ]),
    );
    const id = Buffer.from(this.id, 'base64url');
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
    const authData = this.#authData(
      spoiled.rpId ?? options.rp?.id ?? '',
      (spoiled.flags ?? 5) | 0x40,
      spoiled.counter ?? this.counter,
      attested,
    );
    const statement = spoiled.fmt === 'packed' ? new Map([['x5c', Buffer.from('a certificate')]]) : new Map();
    this.#userHandle = options.user?.id ?? '';
    const attestationObject = cbor(
      new Map<string, unknown>([
        ['fmt', spoiled.fmt ?? 'none'],
        ['attStmt', statement],
        ['authData', authData],
      ]),
    );
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(this.#clientData('webauthn.create', options, spoiled)),
        attestationObject: b64(attestationObject),
        transports: ['internal'],
      },
    });
  }

  /** What `navigator.credentials.get` gives, as JSON. */
  get(options: Offered, spoiled: Spoiled = {}): string {
    const counter = spoiled.counter ?? ++this.counter;
    const authenticatorData = this.#authData(spoiled.rpId ?? options.rpId ?? '', spoiled.flags ?? 5, counter);
    const clientData = this.#clientData('webauthn.get', options, spoiled);
    const signature = createSign('sha256')
      .update(Buffer.concat([authenticatorData, sha256(clientData)]))
      .sign(spoiled.key ?? this.#keys.privateKey);
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(clientData),
        authenticatorData: b64(authenticatorData),
        signature: b64(signature),
        userHandle: spoiled.userHandle ?? this.#userHandle,
      },
    });
  }
}
