import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { aWaitingAnswer, db, servicesThat } from '../../../tests/support/answers.ts';
import type { Invocation } from '../../core/invocation.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { OutgoingMessage, SendOutcome } from '../../core/platforms.ts';
import type { Reply } from '../../core/replies.ts';
import { deliverRow } from '../../router/deliver.ts';
import { findDelivery, keepUnknown } from '../../router/delivery-rows.ts';
import { systemEffect } from '../../router/effects.ts';
import { messagesOf } from '../../router/send.ts';
import type { Services } from '../../router/services.ts';
import { sayAgainByHand } from './again.ts';
import { type KeptDelivery, unseenDeliveries } from './kept.ts';

beforeAll(migrateForCost);

const EVERYTHING: Reply = {
  text: 'Tea is ready. Come and sit down.',
  parts: ['Tea is ready.', 'Come and sit down.'],
  mention: { account: '77', displayName: 'Ann' },
  media: { url: 'https://tea.example/pot.png', title: 'The pot' },
  ticker: { text: 'tea', seconds: 5 },
  form: { title: 'Which one?', fields: [{ name: 'sort', kind: 'choice', choices: ['green', 'black'] }] },
};
const TRACE = { at: 0, received: 0, admitted: 0 };
const REFUSED: SendOutcome = { outcome: 'refused', reason: 'no' };
const SENT: SendOutcome = { outcome: 'sent', messageId: 'm' };

/** An answer that came to its end without anybody having seen all of it. */
async function anUnseenAnswer(
  said: Reply,
  outcomes: readonly SendOutcome[],
  more: Partial<Pick<Invocation, 'style' | 'visibility'>> = {},
) {
  const answer = await aWaitingAnswer({ said, kind: 'follow', ...more });
  const sent: OutgoingMessage[] = [];
  const left = [...outcomes];
  const { services, woken } = servicesThat(async (message) => {
    sent.push(message);
    return left.shift() ?? SENT;
  });
  await deliverRow(services, answer.invocation, said, TRACE);
  sent.length = 0;
  return { ...answer, services, woken, sent, ended: await readAgain(services, answer) };
}

type Answer = Awaited<ReturnType<typeof aWaitingAnswer>>;

async function readAgain(services: Services, { community, invocation }: Answer): Promise<KeptDelivery> {
  const [found] = await unseenDeliveries(services, community, { id: invocation.id, limit: 1 });
  if (!found) throw new Error('it was seen');
  return found;
}

const byHand = (services: Services, { invocation }: Answer, ended: KeptDelivery): Promise<string> =>
  sayAgainByHand(
    services,
    {
      now: Date.now(),
      community: invocation.community,
      agenda: async () => {},
      effect: (effect) => systemEffect(services, invocation.community.id, effect, Date.now()),
    } as Pick<VerbCtx, 'now' | 'community' | 'agenda' | 'effect'> as VerbCtx,
    ended,
  );

/** What becomes of the delivery that was made of it: what it is to say, and the messages that left. */
async function said(services: Services, id: string): Promise<Reply | undefined> {
  const open = await findDelivery(services, id);
  const reply = open?.invocation.said;
  if (open && reply) await deliverRow(services, open.invocation, reply, TRACE);
  return reply;
}

const shown = ({ deliveryId: _, ...message }: OutgoingMessage) => message;

describe('an answer that is said again', () => {
  it('is the same in all it carried: parts, whom it mentions, and what is for who can show more', async () => {
    const answer = await anUnseenAnswer(EVERYTHING, [REFUSED], { style: 'mention' });
    const { services, sent, ended, invocation } = answer;
    expect(ended).toMatchObject({ status: 'refused', notAgain: null });
    expect(await said(services, await byHand(services, answer, ended))).toEqual(EVERYTHING);
    expect(sent.map(shown)).toEqual(messagesOf(services, invocation, EVERYTHING).map(shown));
    expect(sent.map(({ text, pings }) => [text, pings])).toEqual([
      ['<@77> @Bob Tea is ready.', '77'],
      ['Come and sit down.', undefined],
    ]);
  });

  it('has no more messages than its platform takes, and is said once', async () => {
    const parts = ['one', 'two', 'three', 'four', 'five'];
    const answer = await anUnseenAnswer({ text: parts.join(' '), parts }, [REFUSED]);
    const { services, sent, ended } = answer;
    const all = await Promise.allSettled([1, 2, 3].map(() => byHand(services, answer, ended)));
    expect(all.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await said(services, `${answer.invocation.id}/again`);
    await said(services, `${answer.invocation.id}/again`);
    expect(sent.map(({ text }) => text)).toEqual(['one', 'two', 'three…']);
    expect((await readAgain(services, answer)).notAgain).toBe('said-again');
  });

  it('says so behind its last message where it may be the second time', async () => {
    const parts = ['one', 'two'];
    const lost = await aWaitingAnswer({ kind: 'follow' });
    const { services } = servicesThat(async () => SENT);
    // Without an effect it had no row: it is kept because nobody knows what became of it.
    await db.run('test', (d) => d.execute(sql`delete from deliveries where id = ${lost.invocation.id}`));
    await keepUnknown(services, lost.invocation, { text: 'one two', parts });
    const again = await said(services, await byHand(services, lost, await readAgain(services, lost)));
    expect(again).toEqual({ text: 'one two (again)', parts: ['one', 'two (again)'], mark: '(again)' });

    const begun = await anUnseenAnswer({ text: 'one two', parts }, [SENT, REFUSED]);
    expect(begun.ended).toMatchObject({ status: 'refused', isBegun: true });
    await said(begun.services, await byHand(begun.services, begun, begun.ended));
    expect(begun.sent.map(({ text }) => text)).toEqual(['one', 'two (again)']);
  });

  it('is none that was for one person’s eyes: nothing of it is kept', async () => {
    for (const quiet of [{ ephemeral: true }, { secret: true }] as const) {
      const answer = await anUnseenAnswer({ ...EVERYTHING, ...quiet }, [REFUSED]);
      expect(answer.ended).toMatchObject({ answer: null, notAgain: 'not-kept' });
      const kept = await db.run('test', (d) =>
        d.execute(sql`select reply, said from deliveries where id = ${answer.invocation.id}`),
      );
      expect(kept.rows).toEqual([{ reply: null, said: null }]);
      await expect(byHand(answer.services, answer, answer.ended)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
  });

  it('is none that was whispered, of which no more than its text is kept', async () => {
    const answer = await anUnseenAnswer(EVERYTHING, [REFUSED], { visibility: 'ephemeral' });
    expect(answer.ended).toMatchObject({ notAgain: 'private', said: { reply: null } });
    const kept = await db.run('test', (d) =>
      d.execute(sql`select said from deliveries where id = ${answer.invocation.id}`),
    );
    expect(kept.rows).toEqual([{ said: null }]);
  });

  it('takes what a jsonb column does not', async () => {
    const url = 'https://tea.example/\ud800';
    const answer = await aWaitingAnswer({ kind: 'follow' });
    const { services } = servicesThat(async () => REFUSED);
    await deliverRow(services, answer.invocation, { text: 'tea', media: { url } }, TRACE);
    expect((await readAgain(services, answer)).answer?.media?.url).toBe('https://tea.example/\ufffd');
  });
});
