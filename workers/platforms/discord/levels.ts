import type { Level } from '../../core/levels.ts';

/** Discord: Permissions, Bitwise Permission Flags. */
const ADMINISTRATOR = 1n << 3n;
const MANAGE_MESSAGES = 1n << 13n;
const MODERATE_MEMBERS = 1n << 40n;

/** The level of a member's permissions in a guild; other roles are mapped by the community. */
export function levelOfPermissions(permissions: bigint): Level {
  if ((permissions & ADMINISTRATOR) !== 0n) return 'admin';
  return (permissions & (MANAGE_MESSAGES | MODERATE_MEMBERS)) === 0n ? 'everyone' : 'moderator';
}

/** Permissions come as decimal strings; what is none counts as no permission. */
export const permissionsOf = (text: string | undefined): bigint =>
  text !== undefined && /^\d{1,30}$/.test(text) ? BigInt(text) : 0n;

/** A snowflake's time, ms since epoch (Discord: Snowflakes count from 2015); undefined for what is none. */
export function timeOfSnowflake(id: string): number | undefined {
  if (!/^\d{15,20}$/.test(id)) return undefined;
  return Number(BigInt(id) >> 22n) + 1_420_070_400_000;
}
