import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../tests/cost/database.ts';
import { aWaitingAnswer, db, servicesThat } from '../../tests/support/answers.ts';
import type { CommunityId, InvocationId } from '../core/ids.ts';
import { sayAgain } from './again.ts';
import { deliverRow } from './deliver.ts';
import { findDelivery } from './delivery-rows.ts';
import { messagesOf } from './send.ts';

beforeAll(migrateForCost);

const deliveriesOf = async (community: CommunityId) =>
  (
    await db.run('test', (d) =>
      d.execute<{ id: string; status: string; text: string }>(
        sql`select d.id, d.status, i.invocation -> 'said' ->> 'text' as text from deliveries d join invocations i on i.id = d.id
          where d.community_id = ${community}::uuid order by length(d.id)`,
      ),
    )
  ).rows;

describe('a reminder of which nobody knows whether it was posted', () => {
  it('is said once more, marked so, and then never again', async () => {
    const { community, invocation } = await aWaitingAnswer({});
    const { services, woken } = servicesThat(async () => ({ outcome: 'unclear', reason: 'timeout' }));
    const lastLook = { from: 0, tries: 9, unclearSince: Date.now() };
    await deliverRow(services, invocation, { text: 'tea' }, { at: 0, received: 0, admitted: 0 }, lastLook);
    const [first, again] = await deliveriesOf(community);
    expect(first).toMatchObject({ status: 'unknown' });
    expect(again).toMatchObject({ id: `${invocation.id}/again`, status: 'pending', text: 'tea (again)' });
    expect(woken).toContainEqual({ v: 1, kind: 'delivery', id: `${invocation.id}/again` });

    const second = { ...invocation, id: `${invocation.id}/again` as InvocationId };
    await deliverRow(services, second, { text: 'tea (again)' }, { at: 0, received: 0, admitted: 0 }, lastLook);
    const all = await deliveriesOf(community);
    expect(all.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('says so also where its text fills all that the platform takes', async () => {
    const { invocation } = await aWaitingAnswer({});
    const sent: string[] = [];
    const { services } = servicesThat(async ({ text }) => {
      sent.push(text);
      return { outcome: 'sent', messageId: 'm' };
    });
    await sayAgain(services, invocation, { text: 'x'.repeat(1_500) });
    const again = await findDelivery(services, `${invocation.id}/again`);
    const trace = { at: 0, received: 0, admitted: 0 };
    if (again?.invocation.said) await deliverRow(services, again.invocation, again.invocation.said, trace);
    expect(sent).toHaveLength(3);
    expect(sent.at(-1)).toMatch(/^x+… \(again\)$/);
    for (const text of sent) expect(text.length).toBeLessThanOrEqual(500);
  });

  it('has room for whom it is for', async () => {
    const { invocation } = await aWaitingAnswer({});
    const { services } = servicesThat(async () => ({ outcome: 'sent', messageId: 'm' }));
    const mention = { account: '9', displayName: 'Bob' };
    const [first, ...more] = messagesOf(services, invocation, { text: 'x'.repeat(2_000), mention });
    expect(first?.text).toMatch(/^<@9> x+$/);
    for (const { text } of [first, ...more].filter((one) => one !== undefined))
      expect(text.length).toBeLessThanOrEqual(500);
  });
});
