import type { Member } from './queries.ts';

type Named = Pick<Member, 'accounts'>;

/** What somebody is called here: as the account they go by has it. */
export const nameOf = ({ accounts: [first] }: Named): string =>
  first?.displayName || first?.login || first?.account || '?';

/** An account's platform, and how it is known there. */
export const accountsOf = ({ accounts }: Named) => accounts.map(({ platform, login }) => ({ platform, name: login }));
