import type { Actor } from './actors.ts';

/** One answer of a session, as the program reads it that opened it. */
export interface SessionResponse {
  readonly text: string;
  /** Meant for the asker's eyes only. */
  readonly ephemeral?: true;
}

const PROGRAM = 'key:';

/** What a program goes by where it acts for itself: as an account that no platform knows, and as the owner of its sessions. */
export function programOf(actor: Actor): string {
  switch (actor.kind) {
    case 'key':
      return PROGRAM + actor.id;
    case 'service':
      return `${PROGRAM}service`;
    case 'account':
      return `${actor.platform}:${actor.account}`;
    case 'session':
      return `${actor.as.platform}:${actor.as.account}`;
    case 'system':
      return `${PROGRAM}system`;
  }
}

/** Whether an account is a program's: no platform can be asked of it, and none can show it anything in private. */
export const isProgram = (account: string): boolean => account.startsWith(PROGRAM);
