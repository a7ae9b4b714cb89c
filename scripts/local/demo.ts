import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { channels, communities } from '../../db/schema/index.ts';
import { DEMO } from '../../tests/stand-ins/run.ts';
import { storeToken } from '../../workers/router/installations.ts';

/** The demo community, only into an empty database; an existing one is left as it is. */
export async function seedDemo(db: Database): Promise<boolean> {
  const id = uuidv7();
  const seeded = await db.run('demo.seed', (d) =>
    d.batch([
      d.execute(sql`
        insert into ${communities} (id, slug, name)
        select ${id}::uuid, 'demo', 'Waddle Demo' where not exists (select from ${communities})
        returning id`),
      d.execute(sql`
        insert into ${channels} (id, community_id, platform, platform_id, login, bot_is_moderator)
        select gen_random_uuid(), c.id, v.platform, v.platform_id, v.login, v.moderator
        from ${communities} c,
          (values ('twitch', ${DEMO.twitch.channel.id}, ${DEMO.twitch.channel.login}, true),
                  ('slack', ${DEMO.slack.team.id}, ${DEMO.slack.team.name}, false),
                  ('discord', '2000000000000000001', 'Waddle Demo', false),
                  ('kick', '3000001', 'waddle_demo', false),
                  ('youtube', 'UCdemo0000000000000000000', 'Waddle Demo', false))
            as v (platform, platform_id, login, moderator)
        where c.id = ${id}::uuid
        on conflict do nothing`),
    ]),
  );
  return seeded[0].rows.length > 0;
}

/** The stand-in's workspace token, where an installed app would have put it. */
export const connectDemoSlack = (db: Database, encryptionKey: string, botToken: string): Promise<void> =>
  storeToken(db, { current: encryptionKey }, 'slack', DEMO.slack.team.id, {
    access: { token: botToken, expiresAt: null },
  });
