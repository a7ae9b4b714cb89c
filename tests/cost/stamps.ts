import { sql } from 'drizzle-orm';
import { defineModule } from '../../workers/core/modules.ts';
import { say } from '../../workers/core/replies.ts';

/** A module whose one command leaves nothing in the database but what every effect leaves: invocation, member, delivery. */
export const stamps = defineModule({
  name: 'stamps',
  title: 'Stamps',
  commands: [
    {
      name: 'stamp',
      summary: { en: 'Stamps your card.', de: 'Stempelt deine Karte.' },
      effect: 'database',
      run: async (_, ctx) => {
        await ctx.effect({ ctes: [], outcome: sql`'{}'::jsonb` });
        return say(ctx.say('stamped'));
      },
    },
  ],
  words: { stamped: { en: 'Stamped.', de: 'Gestempelt.' } },
});
