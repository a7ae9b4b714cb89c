import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { archived, left } from '../../../db/archive-tables.ts';
import { inboundWebhooks } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { PLATFORMS } from '../../core/ids.ts';

const anew = (why: string, column: string) => left(why, () => sql`r.row ->> ${sql.raw(`'${column}'`)}`);
const SECRET = 'secrets do not travel: whoever takes it in is told a new address';

/** What is said by them is said when their channel is linked again. */
export const archiveOfWebhooks: ArchiveHooks = [
  archived(inboundWebhooks, {
    order: [
      sql`t.created_at`,
      sql`t.name collate "C"`,
      sql`t.platform collate "C"`,
      sql`t.platform_id collate "C"`,
      sql`t.room collate "C"`,
    ],
    most: 100,
    columns: {
      id: left('ids are an installation’s own', () => sql`(r.row ->> 'id')::uuid`),
      platform: z.enum(PLATFORMS),
      platform_id: z.string().max(100),
      room: z.string().max(150),
      name: z.string().min(1).max(320),
      token_hash: anew(SECRET, 'token_hash'),
      token_start: anew(SECRET, 'token_start'),
      sealed_secret: anew(SECRET, 'sealed_secret'),
      last_used_at: left('the new address was never used'),
    },
    mint: async ({ name, verifier }, mint) => {
      const id = uuidv7();
      const { url, tokenHash, tokenStart, secret, sealed } = await mint.webhook(id, String(verifier));
      return {
        row: { id, token_hash: tokenHash, token_start: tokenStart, sealed_secret: sealed },
        told: { of: 'webhook', name: String(name), secret, url },
      };
    },
  }),
];
