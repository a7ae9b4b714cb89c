import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { ownTables } from '../../tests/support/own-tables.ts';
import { keyringOf, seal, sealedPrefix, unseal } from '../core/sealed.ts';
import { reseal, SEALED_COLUMNS } from './reseal.ts';
import type { Services } from './services.ts';

const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
const CONTEXT = 'twitch:42:access';

it('leaves a token that is renewed meanwhile as it was renewed', async () => {
  const tables = await ownTables();
  const old = await seal(keyringOf(OLD), CONTEXT, 'old token');
  const renewed = await seal(keyringOf(NEW, OLD), CONTEXT, 'renewed token');
  await tables.rows(sql`insert into installations (id, platform, subject, sealed_access_token)
    values (gen_random_uuid(), 'twitch', '42', ${old})`);
  const db: Pick<Services['db'], 'run'> = {
    run: async (name, query) => {
      if (name === 'reseal.write') await tables.rows(sql`update installations set sealed_access_token = ${renewed}`);
      return tables.run(name, query as never);
    },
  };
  const settings = { ENCRYPTION_KEY: NEW, ENCRYPTION_KEY_PREVIOUS: OLD };
  const services = { db, settings, log: () => undefined } as unknown as Services;
  expect(await reseal(services)).toEqual({ resealed: 0, unreadable: 0, next: { column: 1, after: '' } });
  const [row] = await tables.rows<{ sealed: string }>(sql`select sealed_access_token as sealed from installations`);
  expect(await unseal(keyringOf(NEW), CONTEXT, row?.sealed as string)).toBe('renewed token');
  expect(row?.sealed.startsWith(await sealedPrefix(keyringOf(NEW)))).toBe(true);
  expect((await reseal(services, { column: SEALED_COLUMNS.length - 1, after: '' })).next).toBeNull();
});
