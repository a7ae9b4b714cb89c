import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { inStep, noOverflow, openHub, withChromium } from '../support/hub.ts';
import { changeSeat, settle, wordsOf } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

/** What people call themselves and write who mean no good. */
const HOSTILE = [
  `<img src=x onerror="globalThis.hacked='image'"><script>globalThis.hacked='script'</script><b>bold</b>`,
  `{{constructor.constructor('globalThis.hacked=1')()}}\${globalThis.hacked=1}`,
  '\u202eright to left\u202d \u2067مرحبا بالعالم שלום\u2069',
  `Z${'\u0300\u0301\u0302\u0303\u0315\u0316\u0317\u0318\u0321\u0322'.repeat(8)}a\u0336l\u0336g\u0336o`,
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(150),
  'W'.repeat(5_000),
] as const;
const hostile = (i: number): string => HOSTILE[i % HOSTILE.length] as string;

/** What the other community's people would never want read here. */
const MARK = 'belongs-to-the-others';

/** Tests that the pages are divided among. */
const WALKS = 6;
const PAGES = [
  '',
  '/feed',
  '/commands',
  '/commands/aliases',
  '/commands/keywords',
  '/commands/timers',
  '/commands/counters',
  '/commands/modules',
  '/memories',
  '/memories/bookmarks',
  '/memories/reminders',
  '/memories/statistics',
  '/simulator',
  '/members',
  '/integrations',
  '/operations',
  '/move',
  '/settings',
];
const LISTS = [
  '/memories?tab=waiting',
  '/memories?quote=1',
  '/memories/bookmarks?bookmark=1',
  '/members?tab=requests',
  '/members?tab=bans',
  '/move?tab=out',
  ...['unseen', 'executions', 'limits', 'hosts'].map((tab) => `/operations?tab=${tab}`),
  '/settings/public',
  '/settings/api',
  '/settings/roles',
  '/settings/audit',
];

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  await world.rows(`update communities set name = $1 where slug = 'demo'`, [hostile(5)]);
  for (let i = 0; i < HOSTILE.length; i++) {
    const { id, account } = await aPerson(world, { roles: { demo: 'viewer' } });
    await world.rows('update persons set display_name = $1 where id = $2', [hostile(i), id]);
    await world.rows(`update accounts set display_name = $1, login = $1 where platform_id = $2`, [hostile(i), account]);
    await world.rows(
      `insert into member_notes (id, member_id, text) select gen_random_uuid(), m.id, $1
       from members m join accounts a on a.id = m.account_id where a.platform_id = $2`,
      [hostile(i).slice(0, 2_000), account],
    );
    const asker = await aPerson(world);
    await world.rows('update persons set display_name = $1 where id = $2', [hostile(i), asker.id]);
    await world.rows(
      `insert into join_requests (community_id, person_id, message) select id, $1, $2 from communities where slug = 'demo'`,
      [asker.id, hostile(i).slice(0, 500)],
    );
  }
  for (let i = 0; i < HOSTILE.length; i++) {
    const text = hostile(i);
    await world.rows(
      `insert into quotes (id, community_id, number, text, normalised, author, category, game, title, status, up)
       select gen_random_uuid(), id, $1::integer, $2::text, $2::text, $3::text, $3::text, $3::text, $3::text,
         case when $1::integer % 3 = 2 then 'pending' else 'approved' end, $1::integer
       from communities where slug = 'demo'`,
      [i + 1, text, text.slice(0, 100)],
    );
    await world.rows(
      `insert into bookmarks (id, community_id, number, code, url, url_key, title, description, site, tags, metadata, visits)
       select gen_random_uuid(), id, $1::integer, 'hostile' || $1::integer, $2::text, $2::text, $3::text, $4::text, $5::text,
         array[$5::text], 'failed', $1::integer
       from communities where slug = 'demo'`,
      [
        i + 1,
        `https://example.org/${i}/${'W'.repeat(500)}`,
        text.slice(0, 500),
        text.slice(0, 2_000),
        text.slice(0, 50),
      ],
    );
    const [name, said] = [`hostile${i}`, text.slice(0, 400)];
    const action = { is: 'reply', text: said };
    const made = [
      await ask(world, 'POST', '/aliases/demo', { body: { name, command: `ping ${said}` } }),
      await ask(world, 'POST', '/keywords/demo', { body: { name, match: 'contains', pattern: said, action } }),
      await ask(world, 'POST', '/timers/demo', { body: { name, texts: [said], schedule: { every: 60 } } }),
      await ask(world, 'PUT', `/counters/demo/${name}`, { body: { value: 10 ** 15 } }),
    ];
    expect(made.filter(({ status }) => status >= 300).map((answer) => answer.text)).toEqual([]);
  }
  await world.rows(`update channels set login = $1 where platform_id = $2`, [hostile(5), TWITCH_CHANNELS[0]?.id]);
  await world.rows(`update channels set broken_reason = $1 where platform_id = $2`, [
    hostile(0),
    TWITCH_CHANNELS[1]?.id,
  ]);
});
afterAll(() => world?.close());

/** The page, once it shows what it has to show. */
async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // On a phone what is open stands over the list, whose heading is then nobody's.
  await page.getByRole('heading').filter({ visible: true }).first().waitFor();
  await expect.poll(() => page.locator('main .animate-shimmer').count(), { timeout: 15_000 }).toBe(0);
  await settle(page);
}

withChromium('hostile names and messages', () => {
  // A browser that has been somewhere knows the hub's scripts: several pages each.
  const walks = Array.from({ length: WALKS }, (_, turn) =>
    [...PAGES, ...LISTS, '/account'].filter((__, at) => at % WALKS === turn),
  );
  it.each(walks.map((paths) => ({ paths, at: paths.join(' ') })))(
    'break nothing and run nothing at $at',
    async ({ paths }) => {
      const owner = await aPerson(world, { roles: { demo: 'owner' } });
      await world.rows('update persons set display_name = $1 where id = $2', [hostile(5), owner.id]);
      await world.rows('update sessions set device = $1 where person_id = $2', [hostile(0), owner.id]);
      const { page } = await openHub(world, { person: owner, viewport: 'phone' });
      page.on('dialog', (dialog) => expect(dialog.message()).toBe('no dialog'));
      for (const path of paths) await breaksNothing(page, path);
    },
  );

  async function breaksNothing(page: Page, path: string): Promise<void> {
    await changeSeat(page, { theme: 'dark', viewport: 'phone' });
    await arrive(page, path === '/account' ? '/hub/account' : `/hub/c/demo${path}`);
    if (path === '' || path === '/feed') {
      const channel = TWITCH_CHANNELS[2]?.id as string;
      await inStep(page);
      // Isolates hear within seconds that somebody looks.
      await until('it is told', async () => {
        for (let i = 0; i < HOSTILE.length; i++) {
          const user = { id: `97${i}`, login: `hostile_${i}`, name: hostile(i).slice(0, 300), role: 'viewer' as const };
          await world.twitch.chat({ channel, user, text: hostile(i + 1).slice(0, 1_000) });
        }
        return (await page.getByText('right to left').count()) > 0;
      });
    }
    await noOverflow(page);
    await changeSeat(page, { theme: 'light', viewport: 'desktop' });
    await noOverflow(page);
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.locator('main b, main img[src="x"]').count(), path).toBe(0);
  }
});

withChromium('another community', () => {
  it('is seen by nobody who does not belong to it, on any page or by its address', async () => {
    await world.rows(
      `insert into communities (id, slug, name) values (gen_random_uuid(), 'others', $1) on conflict do nothing`,
      [MARK],
    );
    const other = await aPerson(world, { roles: { others: 'owner' } });
    await world.rows('update persons set display_name = $1 where id = $2', [MARK, other.id]);
    await world.rows('update accounts set display_name = $1, login = $1 where platform_id = $2', [MARK, other.account]);
    await world.rows(
      `insert into channels (id, community_id, platform, platform_id, login)
       select gen_random_uuid(), id, 'twitch', '1999999', $1 from communities where slug = 'others'`,
      [MARK],
    );
    await world.rows(
      `insert into audit_log (id, community_id, actor, action, target) select gen_random_uuid(), id, '{}', 'command.add', $1
       from communities where slug = 'others'`,
      [MARK],
    );
    await world.rows(
      `insert into reminders (id, community_id, number, member_id, text, target, zone, next_at)
       select gen_random_uuid(), m.community_id, 1, m.id, $1, '{"channel": "", "room": "", "mentions": null}', 'UTC', now() + interval '1 hour'
       from members m join communities c on c.id = m.community_id where c.slug = 'others' limit 1`,
      [MARK],
    );
    await world.rows(
      `insert into http_modules (id, community_id, name, url, summary, sealed_secret)
       select gen_random_uuid(), id, $1, 'https://example.com/' || $1, $1, '' from communities where slug = 'others'`,
      [MARK],
    );
    const { page, problems } = await openHub(world, { role: 'owner' });
    const heard: string[] = [];
    page.on('response', async (response) => {
      if (/\/api\/|\/live/.test(response.url())) heard.push(await response.text().catch(() => ''));
    });
    for (const path of [...PAGES, ...LISTS]) {
      await arrive(page, `/hub/c/demo${path}`);
      expect(await wordsOf(page)).not.toContain(MARK);
    }
    problems.tolerate(/status of 40[34]/);
    for (const path of PAGES) {
      await page.goto(`/hub/c/others${path}`);
      await page.getByText('Nobody waddles here').waitFor();
    }
    expect(heard.filter((text) => text.includes(MARK))).toEqual([]);
    expect(heard.length).toBeGreaterThan(10);
  });
});

withChromium('who wants less motion', () => {
  it('gets none, and sees everything all the same', async () => {
    const { page } = await openHub(world, { role: 'owner', reducedMotion: true });
    await arrive(page, '/hub/c/demo/settings');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });
});
