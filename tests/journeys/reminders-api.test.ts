import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, aCommunity, ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHANNEL = `twitch:${TWITCH_CHANNELS[2]?.id}`;

let world: World;
let robin: TestPerson;
let kim: TestPerson;
beforeAll(async () => {
  world = await startWorld();
  robin = await aPerson(world, { roles: { demo: 'editor' } });
  kim = await aPerson(world, { roles: { demo: 'moderator' } });
});
afterAll(() => world?.close());

// biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
const api = (method: string, path: string, asked: ApiRequest = robin.asked) => ask<any>(world, method, path, asked);
const post = (path: string, body: object = {}, by: TestPerson = robin) => api('POST', path, { ...by.asked, body });
const cron = () => world.worker.cron('* * * * *', new Date(world.now()));

/** Sets one in the demo community. @returns its number */
async function set(text: string, when: object, more: object = {}): Promise<number> {
  const body = { communityId: 'demo', text, channel: CHANNEL, mention: 'here', ...when, ...more };
  const { status, json, text: told } = await post('/reminders', body);
  expect([status, told]).toEqual([201, expect.any(String)]);
  return json.number;
}
const firings = async (search: string) => (await api('GET', `/reminders/demo/firings?${search}`)).json.data;

describe('what comes next', () => {
  it('is told time by time, with the community’s zone and one’s own', async () => {
    await set('tea', { when: 'in 3 hours' });
    await set('standup', { rrule: 'FREQ=HOURLY;INTERVAL=2' });
    const { json } = await api('GET', '/reminders/demo/upcoming?days=1&limit=4&language=de');
    expect(json).toMatchObject({ zone: 'UTC', ownZone: null, more: true });
    expect(json.data.map(({ reminder }: { reminder: { text: string } }) => reminder.text)).toEqual([
      'standup',
      'tea',
      'standup',
      'standup',
    ]);
    expect(json.data[0].reminder).toMatchObject({ rule: 'alle 2 Stunden', ownerName: expect.any(String) });
    const times = json.data.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted());
    await world.rows(
      `insert into member_zones (member_id, zone) select m.id, 'Asia/Tokyo' from members m join accounts a on a.id = m.account_id
       where a.person_id = $1 and m.community_id = (select id from communities where slug = 'demo')`,
      [robin.id],
    );
    expect((await api('GET', '/reminders/demo/upcoming')).json.ownZone).toBe('Asia/Tokyo');
    const other = await aCommunity(world);
    expect((await ask<{ data: object[] }>(world, 'GET', `/reminders/${other.slug}/upcoming`)).json.data).toEqual([]);
  });

  it('is listed by state, series, channel, owner and words', async () => {
    const number = await set('a very special reminder', { when: 'in 90 days' });
    await api('DELETE', `/reminders/demo/${number}`);
    const found = async (search: string) => {
      const { json } = await api('GET', `/reminders/demo?limit=100&${search}`);
      return json.data.map((row: { number: number }) => row.number);
    };
    expect(await found('q=very%20SPECIAL')).toEqual([number]);
    expect(await found(`status=cancelled&channel=${CHANNEL}`)).toContain(number);
    expect(await found('channel=twitch:1')).toEqual([]);
    expect(await found('recurring=true')).not.toContain(number);
    expect(await found('whose=me&sort=newest')).toContain(number);
    expect((await api('GET', '/reminders/demo?whose=me', kim.asked)).json.data).toEqual([]);
    expect((await api('GET', '/reminders/demo?whose=me', {})).status).toBe(422);
    // Page by page, what is due first is first, and what is over comes last.
    const all: number[] = [];
    for (let cursor = ''; ; ) {
      const { json } = await api('GET', `/reminders/demo?sort=next&limit=1${cursor}`);
      all.push(...json.data.map((row: { number: number }) => row.number));
      if (json.next === null) break;
      cursor = `&cursor=${json.next}`;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.at(-1)).toBe(number);
  });
});

describe('what became of it', () => {
  it('is told of each time: said, missed and why', async () => {
    const said = await set('it was said', { when: 'in 1 hour' });
    const series = await set('each day', { rrule: 'FREQ=DAILY' });
    const gone = await set('nobody was there', { when: 'in 2 days' });
    await world.advance(HOUR - 3_000);
    await cron();
    await until('it is said', async () => (await firings(`number=${said}`))[0]?.became === 'sent');
    expect((await api('GET', `/reminders/demo/${said}`)).json).toMatchObject({ status: 'done', fired: 1, next: [] });
    // Four days pass: what comes every day comes once, what was due two days ago not at all.
    await world.advance(4 * 24 * HOUR);
    await cron();
    await until('the day’s is said', async () => (await firings(`number=${series}`))[0]?.became === 'sent');
    await quiet(world);
    const [missed] = await firings(`number=${gone}`);
    expect(missed).toMatchObject({ text: 'nobody was there', became: 'missed', why: 'outage', settledAt: null });
    const each = await firings(`number=${series}`);
    expect(each[0].became).toBe('sent');
    expect(each.slice(1).map(({ became, why }: { became: string; why: string }) => `${became} ${why}`)).toEqual(
      Array(each.length - 1).fill('missed superseded'),
    );
    const troubled = await firings('troubled=true&limit=100');
    expect(troubled.every(({ became }: { became: string }) => became === 'missed')).toBe(true);
    expect(troubled.map(({ number }: { number: number }) => number)).toContain(gone);
    const { json } = await api('GET', '/reminders/demo?troubled=true&limit=100');
    const numbers = json.data.map(({ number }: { number: number }) => number);
    expect(numbers).toEqual(expect.arrayContaining([series, gone]));
    expect(numbers).not.toContain(said);
    await api('DELETE', `/reminders/demo/${series}`);
  });

  it('is told where it may have been said twice, or not at all', async () => {
    const number = await set('twice', { when: 'in 1 hour' });
    await world.advance(HOUR - 3_000);
    await cron();
    await until('it is said', async () => (await firings(`number=${number}`))[0]?.became === 'sent');
    const becomes = async (first: string, second: string | null) => {
      await world.rows(
        `update deliveries d set status = $1, reason = 'timeout' from reminder_firings f join reminders r on r.id = f.reminder_id
         where d.id = f.delivery_id and r.number = $2`,
        [first, number],
      );
      if (second)
        await world.rows(
          `insert into deliveries (id, community_id, status, next_at)
           select d.id || '/again', d.community_id, $1, now() from deliveries d
             join reminder_firings f on f.delivery_id = d.id join reminders r on r.id = f.reminder_id where r.number = $2
           on conflict (id) do update set status = excluded.status`,
          [second, number],
        );
      const [firing] = await firings(`number=${number}`);
      return [firing.became, firing.reason];
    };
    expect(await becomes('refused', null)).toEqual(['refused', 'timeout']);
    expect(await becomes('unknown', null)).toEqual(['unknown', 'timeout']);
    expect(await becomes('unknown', 'sent')).toEqual(['again', 'timeout']);
    expect(await becomes('unknown', 'unknown')).toEqual(['unknown', 'timeout']);
  });
});

describe('a change of a reminder', () => {
  it('is taken back, by its owner and by moderators, and by nobody else', async () => {
    const number = await set('walk', { rrule: 'FREQ=WEEKLY', start: '2099-01-01T09:00:00' });
    const one = `/reminders/demo/${number}`;
    const before = (await api('GET', one)).json;
    expect(before.undoable).toBe(false);
    expect((await post(`${one}/undo`)).status).toBe(409);
    await post(`${one}/skip`);
    await api('DELETE', one);
    expect((await post(`${one}/undo`, {}, kim)).json).toMatchObject({ status: 'open', undoable: true });
    const lines = await world.rows(`select from audit_log where target = $1 and action = 'reminder.undo'`, [
      `reminder:${number}`,
    ]);
    expect(lines).toHaveLength(1);
    const viewer = await aPerson(world, { roles: { demo: 'viewer' } });
    expect((await post(`${one}/undo`, {}, viewer)).status).toBe(403);
  });

  it('waits for whoever was faster', async () => {
    const number = await set('duel', { when: 'in 60 days' });
    const one = `/reminders/demo/${number}`;
    const seen = { 'if-match': (await api('GET', one)).headers.get('etag') ?? '' };
    expect((await api('PATCH', one, { ...kim.asked, body: { text: 'Kim was here' } })).status).toBe(200);
    const late = await api('PATCH', one, {
      ...robin.asked,
      headers: { ...robin.asked.headers, ...seen },
      body: { text: 'Robin was late' },
    });
    expect(late.status).toBe(409);
    expect(late.json.error.changed).toMatchObject({ by: expect.any(String), at: expect.stringMatching(/Z$/) });
    expect((await api('GET', one)).json.text).toBe('Kim was here');
  });
});

describe('who is reminded', () => {
  it('is whoever sets it, by their account on the channel’s platform', async () => {
    const { status, json } = await post('/reminders', {
      communityId: 'demo',
      text: 'for me',
      when: 'in 5 days',
      channel: CHANNEL,
    });
    expect([status, json.target.mention]).toEqual([201, robin.account]);
    const elsewhere = await aPerson(world, { platform: 'kick', roles: { demo: 'editor' } });
    const refused = await post(
      '/reminders',
      { communityId: 'demo', text: 'for me', when: 'in 5 days', channel: CHANNEL },
      elsewhere,
    );
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('no account on twitch')]);
    expect((await api('POST', '/reminders', { body: { communityId: 'demo', text: 'x', when: '1h' } })).status).toBe(
      422,
    );
  });
});
