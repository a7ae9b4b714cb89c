/** The bytes of an IP address, 4 or 16 of them. */
export type Address = Uint8Array;

function parseV4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return parts.map(Number);
}

/** The 16-bit groups of one side of `::`, an IPv4 tail counting as two; null where it is none. */
function parseGroups(text: string): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const tail = parts.at(-1)?.includes('.') ? parseV4(parts.pop() as string) : [];
  if (!tail || !parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  const [a, b, c, d] = tail as [number, number, number, number];
  const last = tail.length > 0 ? [(a << 8) | b, (c << 8) | d] : [];
  return [...parts.map((part) => Number.parseInt(part, 16)), ...last];
}

function parseV6(text: string): number[] | null {
  const sides = text.split('::');
  if (sides.length > 2) return null;
  const [front, back] = sides.map(parseGroups);
  if (!front || back === null) return null;
  const missing = 8 - front.length - (back?.length ?? 0);
  if (back ? missing < 1 : missing !== 0) return null;
  const groups = back ? [...front, ...Array<number>(missing).fill(0), ...back] : front;
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

/** An address as resolvers and RFC 4291 §2.2 write it; null for anything else, zone ids and loose spellings included. */
export function parseAddress(text: string): Address | null {
  const bytes = text.includes(':') ? parseV6(text) : parseV4(text);
  return bytes && Uint8Array.from(bytes);
}

interface Range {
  readonly network: Address;
  readonly bits: number;
}

function rangeOf(cidr: string): Range {
  const [network, bits] = cidr.split('/') as [string, string];
  return { network: parseAddress(network) as Address, bits: Number(bits) };
}

function isWithin(address: Address, { network, bits }: Range): boolean {
  if (address.length !== network.length) return false;
  for (let bit = 0; bit < bits; bit += 8) {
    const i = bit / 8;
    const mask = bits - bit >= 8 ? 0xff : 0xff & (0xff << (8 - (bits - bit)));
    if (((address[i] as number) & mask) !== ((network[i] as number) & mask)) return false;
  }
  return true;
}

/** Where nothing of the public internet is: IANA's registries of special-purpose addresses (RFC 6890), and one more. */
const SPECIAL: readonly Range[] = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // carriers’ NAT, RFC 6598
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure’s host, in the middle of public space
  '169.254.0.0/16', // link-local, clouds’ metadata among it
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private, RFC 1918
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast among it
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address in disguise
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation, RFC 9637
].map(rangeOf);

/**
 * All that has been given out of IPv6 for the public. Loopback, IPv4-mapped and -compatible addresses, NAT64 (64:ff9b::/96),
 * discard, segment routing, unique local, link-local, site-local and multicast addresses are outside.
 */
const GLOBAL_V6 = rangeOf('2000::/3');

const LOOPBACK = ['127.0.0.0/8', '::1/128'].map(rangeOf);

/** Whether an address is one of the public internet. */
export function isPublic(address: Address): boolean {
  if (address.length === 16 && !isWithin(address, GLOBAL_V6)) return false;
  return !SPECIAL.some((range) => isWithin(address, range));
}

export const isLoopback = (address: Address): boolean => LOOPBACK.some((range) => isWithin(address, range));
