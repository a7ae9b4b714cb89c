import { isLoopback, parseAddress } from './addresses.ts';

/** Names whose meaning is local: RFC 6761 and 6762, 7686, 8375, 9476, ICANN’s `internal`, and what clouds and homes use. */
const LOCAL_DOMAINS: ReadonlySet<string> = new Set([
  'alt',
  'arpa',
  'corp',
  'domain',
  'example',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'onion',
  'private',
  'svc',
  'test',
  'workgroup',
]);

/** Google’s metadata server has a name under a public domain, too. */
const LOCAL_HOSTS: ReadonlySet<string> = new Set(['metadata.goog', 'metadata.google.com']);

const NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The host of a parsed URL as it is compared: URL has put it in lower case and ASCII, and addresses into their usual form. */
export const comparable = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/** What a host is, before anything is looked up. Expects the `comparable` form. */
export type HostKind = 'address' | 'local' | 'name' | 'malformed';

export function kindOfHost(host: string): HostKind {
  if (parseAddress(host)) return 'address';
  const last = host.slice(host.lastIndexOf('.') + 1);
  if (host === last || LOCAL_DOMAINS.has(last) || LOCAL_HOSTS.has(host)) return 'local';
  return NAME.test(host) ? 'name' : 'malformed';
}

/** Whether a host is this very machine, by address or by name. */
export function isLoopbackHost(host: string): boolean {
  const address = parseAddress(host);
  return address ? isLoopback(address) : host === 'localhost' || host.endsWith('.localhost');
}
