import { sql } from 'drizzle-orm';
import { isNamedThere } from '../../../db/person-tables.ts';
import { greetings } from '../../../db/schema/index.ts';
import type { PersonHooks } from '../../core/people.ts';

/** Who is thanked, by name: for a day at most, and so nothing that a join has to move. */
export const greetingsOfPeople: PersonHooks = [
  {
    table: 'greetings',
    columns: ['name'],
    by: 'account',
    erase: (of) => [sql`delete from ${greetings} t where ${isNamedThere(sql`t.name`, of)}`],
  },
];
