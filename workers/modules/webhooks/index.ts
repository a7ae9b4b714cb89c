import { sql } from 'drizzle-orm';
import { inboundWebhooks } from '../../../db/schema/index.ts';
import type { EventHandler } from '../../core/modules.ts';
import { defineModule } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { archiveOfWebhooks } from './archive.ts';
import { words } from './words.ts';

/** Says what was brought. Its effect makes the delivery a row, so that what was accepted outlives any crash. */
const speakFor: EventHandler<'webhook'> = async ({ data }, ctx) => {
  await ctx.effect({
    ctes: [
      sql`used as (
        update ${inboundWebhooks} set last_used_at = ${new Date(ctx.now).toISOString()}::timestamptz
        where id = ${data.webhookId}::uuid and community_id = ${ctx.community.id}::uuid returning id)`,
    ],
    outcome: sql`'{}'::jsonb`,
  });
  return say(ctx.say('said', { text: data.say, name: data.name }));
};

/** What a community's own programs say in its rooms. */
export const webhooks = defineModule({
  name: 'webhooks',
  title: 'Incoming webhooks',
  commands: [],
  on: { webhook: speakFor },
  eventEffect: 'database',
  archive: archiveOfWebhooks,
  words,
});
