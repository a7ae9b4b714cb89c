import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Bridge, startBridge } from '../../db/local/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import type { CommunityId, Platform } from '../../workers/core/ids.ts';
import { channelKey } from '../../workers/core/ids.ts';
import { type LookUps, lookUpsFor } from '../../workers/router/lookups.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const IGLOO = '01900000-0000-7000-8000-000000000001' as CommunityId;
const FLOE = '01900000-0000-7000-8000-000000000002' as CommunityId;
/** Nothing is linked to it yet. */
const NEST = '01900000-0000-7000-8000-000000000003' as CommunityId;

let bridge: Bridge;
let db: Database;
let client: pg.Client;
let lookUps: LookUps;

beforeAll(async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  bridge = await startBridge({ upstream: url });
  db = openDatabase(bridge.url, () => {}, Date.now);
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into communities (id, slug, name, zone, settings_version) values
       ($1, 'igloo', 'The Igloo', 'Europe/Berlin', 7), ($2, 'floe', 'The Floe', 'UTC', 1), ($3, 'nest', 'The Nest', 'UTC', 1)`,
    [IGLOO, FLOE, NEST],
  );
  await client.query(
    `insert into channels (id, community_id, platform, platform_id, login, broken_reason) values
       (gen_random_uuid(), $1, 'twitch', '1000001', 'igloo_tv', null),
       (gen_random_uuid(), $1, 'kick', '3000001', 'igloo_kick', 'authorization_revoked'),
       (gen_random_uuid(), $2, 'twitch', '1000000', 'floe_tv', null)`,
    [IGLOO, FLOE],
  );
});
afterAll(async () => {
  await client.end();
  await bridge.close();
});
beforeEach(() => {
  lookUps = lookUpsFor({ db, platforms: {}, clock: Date.now, log: () => {} });
});

/** Somebody who is a member of these communities; `seen` in minutes ago. */
async function member(
  person: { platform?: Platform; id: string; login: string; name?: string; seen?: number },
  ...communities: readonly CommunityId[]
): Promise<void> {
  const { platform = 'twitch', id, login, name = login, seen = 0 } = person;
  const { rows } = await client.query(
    `insert into accounts (id, platform, platform_id, login, display_name, updated_at)
     values (gen_random_uuid(), $1, $2, $3, $4, now() - make_interval(mins => $5)) returning id`,
    [platform, id, login, name, seen],
  );
  for (const community of communities)
    await client.query('insert into members (id, community_id, account_id) values (gen_random_uuid(), $1, $2)', [
      community,
      rows[0].id,
    ]);
}

const who = async (name: string, community: CommunityId = IGLOO, platform: Platform = 'twitch') =>
  (await lookUps.account({ communityId: community, platform, channel: 'anywhere' }, name))?.account ?? null;

describe('channels and communities', () => {
  it('are what Postgres has of them, read ahead or one by one', async () => {
    const demo = {
      id: IGLOO,
      slug: 'igloo',
      name: 'The Igloo',
      language: 'en',
      zone: 'Europe/Berlin',
      settingsVersion: 7,
    };
    const igloo = { key: 'twitch:1000001', communityId: IGLOO, login: 'igloo_tv', brokenReason: null };
    for (const again of [false, true]) {
      if (again) lookUps.forget(IGLOO);
      expect(await lookUps.channelsOf('twitch')).toEqual([
        { key: 'twitch:1000000', communityId: FLOE, login: 'floe_tv', brokenReason: null },
        igloo,
      ]);
      expect(await lookUps.channelsOf('kick')).toMatchObject([{ brokenReason: 'authorization_revoked' }]);
      expect(await lookUps.channelsOf('slack')).toEqual([]);
      for (const name of [IGLOO, 'igloo']) expect(await lookUps.community(name)).toEqual(demo);
      expect(await lookUps.communityOf(channelKey('kick', '3000001'))).toBe(IGLOO);
      expect(await lookUps.communityOf(channelKey('twitch', '3000001'))).toBeNull();
    }
  });

  it('cost one round trip at first, and then none', async () => {
    const { queries } = db.counts;
    for (const slug of ['igloo', 'floe', 'nest']) expect(await lookUps.community(slug)).toMatchObject({ slug });
    expect(await lookUps.communityOf(channelKey('twitch', '1000000'))).toBe(FLOE);
    expect(await lookUps.channelsOf('twitch')).toHaveLength(2);
    expect(db.counts.queries).toBe(queries + 1);
  });

  it('are null for ids and slugs of nothing', async () => {
    for (const name of ['nobody', '01900000-0000-7000-8000-00000000000f', `${IGLOO} `, "'; --", '', '\u0000', '\ud800'])
      expect(await lookUps.community(name), name).toBeNull();
  });
});

describe('who goes by a name', () => {
  it('is looked for in one community alone', async () => {
    await member({ id: 'pia', login: 'pia_penguin', name: 'Pia' }, IGLOO);
    await member({ id: 'stranger', login: 'stranger', name: 'Pia Stranger' });
    expect(await who('@PIA_Penguin')).toBe('pia');
    expect(await who('pia')).toBe('pia');
    expect(await who('pia_penguin', FLOE)).toBeNull();
    expect(await who('pia', FLOE)).toBeNull();
    expect(await who('stranger')).toBeNull();
  });

  it('is another one in another community, and on another platform', async () => {
    await member({ id: 'mo-of-igloo', login: 'mo' }, IGLOO);
    await member({ id: 'mo-of-floe', login: 'mo' }, FLOE);
    await member({ id: 'mo-on-kick', login: 'mo', platform: 'kick' }, IGLOO, FLOE);
    expect([await who('mo'), await who('mo', FLOE), await who('mo', IGLOO, 'kick')]).toEqual([
      'mo-of-igloo',
      'mo-of-floe',
      'mo-on-kick',
    ]);
  });

  it('is whose login it is, not who likes to be called so', async () => {
    await member({ id: 'ann', login: 'ann', seen: 60 }, IGLOO);
    await member({ id: 'impostor', login: 'impostor', name: 'Ann' }, IGLOO);
    expect(await who('ann')).toBe('ann');
  });

  it('is who was seen last with a login that two had', async () => {
    await member({ id: 'old', login: 'flip', seen: 60 }, IGLOO);
    await member({ id: 'new', login: 'Flip' }, IGLOO);
    expect(await who('flip')).toBe('new');
  });

  it('is nobody where two are called so', async () => {
    await member({ id: 'one', login: 'login_1', name: 'The Same' }, IGLOO);
    expect(await who('the same')).toBe('one');
    await member({ id: 'two', login: 'login_2', name: 'the SAME' }, IGLOO);
    lookUps.forget(IGLOO);
    expect(await who('the same')).toBeNull();
  });

  it('is nothing but a name, whatever stands in it', async () => {
    for (const name of ['%', 'p_a', "pia'; drop table accounts; --", 'пия', 'pia\u0000', '\ud800'])
      expect(await who(name)).toBeNull();
  });
});
