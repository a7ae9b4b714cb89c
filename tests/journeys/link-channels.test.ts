import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerCommands } from '../../scripts/discord-register.ts';
import { follow } from '../../scripts/feed.ts';
import { PLATFORMS, type Platform } from '../../workers/core/ids.ts';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { Browser, formsOf, readable } from '../support/cookie-jar.ts';
import { aPerson, type PersonWanted } from '../support/sign-in.ts';
import { twitchSigned } from '../support/signed.ts';
import { chatsAreRead, quiet, startWorld, until, type World } from '../support/world.ts';

const OWN: Readonly<Record<Platform, { readonly id: string; readonly button: string }>> = {
  twitch: { id: DEMO.twitch.channel.id, button: 'Link a Twitch channel' },
  discord: { id: DEMO.discord.guild.id, button: 'Link a Discord server' },
  slack: { id: DEMO.slack.team.id, button: 'Link a Slack workspace' },
  youtube: { id: DEMO.youtube.channel.id, button: 'Link a YouTube channel' },
  kick: { id: DEMO.kick.channel.id, button: 'Link a Kick channel' },
};

let world: World;
beforeAll(async () => {
  world = await startWorld({
    twitch: { subscribed: false },
    kick: { subscribed: false },
    youtube: { pollingIntervalMs: 500 },
  });
  // Nothing is linked, and only the bot's own accounts are connected.
  await world.rows('delete from channels');
  await world.rows(`delete from installations where subject not in ('bot', $1)`, [DEMO.twitch.bot.id]);
  await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), 'igloo', 'The Igloo')`);
  await registerCommands(world.vars);
  await world.worker.cron('* * * * *');
  await world.discord.gateway.connected(30_000);
});
afterAll(() => world?.close());

/** Somebody with a browser that they are signed in with. */
async function someone(wanted: PersonWanted = { roles: { igloo: 'owner' } }) {
  const person = await aPerson(world, wanted);
  return { person, browser: new Browser(world, person.token) };
}

/** What the person does on the platform's page. */
function decide(platform: Platform, what: 'deny' | 'allow' | { readonly account?: string } = 'allow'): void {
  const account = platform === 'discord' || platform === 'slack' ? undefined : { account: OWN[platform].id };
  world[platform].consent = (what === 'allow' ? (account ?? 'allow') : what) as never;
}

const link = async (browser: Browser, platform: Platform, more: Parameters<Browser['press']>[2] = {}) => {
  decide(platform);
  return browser.press('/auth/channels/igloo', OWN[platform].button, more);
};

/** Links what is not linked: each of these stories can be told alone. */
async function linkedAlready(...platforms: readonly Platform[]): Promise<void> {
  for (const platform of platforms) if (!(await linked(platform))) await link((await someone()).browser, platform);
}

/** Stops where the platform sends the person back to. */
const atCallback = (url: URL) => url.pathname.startsWith('/auth/channels/callback/');

const linked = async (platform: Platform) =>
  (
    await world.rows<{ slug: string; broken_reason: string | null }>(
      `select c.slug, ch.broken_reason from channels ch join communities c on c.id = ch.community_id
       where ch.platform = $1 and ch.platform_id = $2`,
      [platform, OWN[platform].id],
    )
  )[0];

const tokens = (platform: Platform) =>
  world.rows('select scopes, broken_reason from installations where platform = $1 and subject = $2', [
    platform,
    OWN[platform].id,
  ]);

let turn = 0;
/** Says a line in the channel; how often it was answered. */
const say: Readonly<Record<Platform, () => Promise<() => number>>> = {
  async twitch() {
    const user = { id: String(70_000 + turn), login: `ann${turn++}`, role: 'viewer' } as const;
    const { messageId } = await world.twitch.chat({ user, text: '!ping' });
    return () => world.twitch.sent.filter((line) => line.replyTo === messageId).length;
  },
  async discord() {
    const user = { id: `21000000000000${1_000 + turn}`, username: `ann${turn++}` };
    const { messageId } = await world.discord.message({ channel: DEMO.discord.channel.id, user, text: '!ping' });
    return () => world.discord.posted.filter((line) => line.replyTo === messageId).length;
  },
  async slack() {
    const before = world.slack.posted.length;
    await world.slack.message({ channel: DEMO.slack.channel.id, user: `U${turn++}ANN`, text: '!ping' });
    return () => world.slack.posted.length - before;
  },
  async youtube() {
    const id = `linked${turn}`;
    await world.youtube.publish({ id, title: id, live: 'live' });
    const chat = world.youtube.live(id);
    const before = world.youtube.sent.filter((line) => line.liveChatId === chat.id).length;
    await chatsAreRead(world, [id]);
    chat.say({ user: { id: `UCann${turn}`, name: `ann${turn++}`, role: 'viewer' }, text: '!ping' });
    return () => world.youtube.sent.filter((line) => line.liveChatId === chat.id).length - before;
  },
  async kick() {
    const { messageId } = await world.kick.chat({
      user: { id: String(80_000 + turn), login: `ann${turn++}` },
      text: '!ping',
    });
    return () => world.kick.sent.filter((line) => line.replyTo === messageId).length;
  },
};

describe('who may link', () => {
  const started = async () => (await world.rows('select 1 from oauth_states')).length;

  it('is nobody who is not signed in, not of the community, or of too small a role', async () => {
    const seen: (readonly [string, number])[] = [];
    for (const [name, wanted] of [
      ['stranger', { roles: { demo: 'owner' } }],
      ['viewer', { roles: { igloo: 'viewer' } }],
      ['editor', { roles: { igloo: 'editor' } }],
      ['moderator', { roles: { igloo: 'moderator' } }],
      ['operator', { operator: true }],
    ] as const) {
      const { person, browser } = await someone(wanted as PersonWanted);
      seen.push([name, (await browser.go('/auth/channels/igloo')).status]);
      const sent = await fetch(new URL('/auth/channels/igloo/kick', world.publicUrl), {
        method: 'POST',
        redirect: 'manual',
        headers: { ...person.asked.headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      });
      seen.push([`${name} posts`, sent.status]);
    }
    expect(seen).toEqual([
      ['stranger', 404],
      ['stranger posts', 404],
      ['viewer', 403],
      ['viewer posts', 403],
      ['editor', 403],
      ['editor posts', 403],
      ['moderator', 403],
      ['moderator posts', 403],
      ['operator', 404],
      ['operator posts', 404],
    ]);
    expect((await new Browser(world).go('/auth/channels/igloo')).status).toBe(401);
    expect((await someone().then(({ browser }) => browser.go('/auth/channels/nowhere'))).status).toBe(404);
    expect(await started()).toBe(0);
  });

  it('the bot’s own account only who runs this WaddleBot', async () => {
    const { person } = await someone();
    const post = (headers: Readonly<Record<string, string>>) =>
      fetch(new URL('/auth/channels/igloo/kick', world.publicUrl), {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'asBot=yes',
      });
    expect((await post(person.asked.headers)).status).toBe(403);
    const operator = await someone({ roles: { igloo: 'admin' }, operator: true });
    world.kick.consent = { account: DEMO.kick.bot.id };
    const done = await operator.browser.press('/auth/channels/igloo', 'Connect the bot’s account on Kick');
    expect([done.status, readable(done.text)]).toEqual([200, expect.stringContaining("is the bot's account on Kick")]);
  });
});

describe('a state', () => {
  /** Goes as far as the platform, and keeps the address that it sends back to. */
  async function sentBack(browser: Browser): Promise<string> {
    const { url } = await link(browser, 'kick', { until: atCallback });
    return url;
  }
  const refused = async (browser: Browser, url: string) => {
    const { status, text } = await browser.go(url);
    expect([status, readable(text)]).toEqual([400, expect.stringContaining('Nothing was stored.')]);
    expect(await linked('kick')).toBeUndefined();
    expect(await tokens('kick')).toEqual([]);
  };

  it('that was made up, or belongs to another platform, is refused', async () => {
    const { browser } = await someone();
    const url = new URL(await sentBack(browser));
    const state = url.searchParams.get('state') as string;
    url.searchParams.set('state', `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}`);
    await refused(browser, url.href);
    await refused(browser, url.href.replace(/state=[^&]*/, ''));
    await refused(browser, url.href.replace(/state=[^&]*/, `state=${state}`).replace('/kick?', '/twitch?'));
  });

  it('is of no use to another person or in another browser, and their trying does not end it', async () => {
    const { person, browser } = await someone();
    const url = await sentBack(browser);
    await refused((await someone()).browser, url);
    // The very same session, but another browser's cookie; and another's session in the same browser.
    await refused(new Browser(world, person.token), url);
    const mixed = new Browser(world, (await someone()).person.token);
    mixed.cookies.set('wb_browser', browser.cookies.get('wb_browser') as string);
    await refused(mixed, url);
    expect((await new Browser(world).go(url)).status).toBe(401);
    expect((await world.rows('select 1 from oauth_states where person_id = $1', [person.id])).length).toBe(1);
  });

  it('ends after ten minutes', async () => {
    const { browser } = await someone();
    const url = await sentBack(browser);
    await world.rows(`update oauth_states set expires_at = expires_at - interval '10 minutes'`);
    await refused(browser, url);
  });

  it('helps nobody whose role was taken meanwhile', async () => {
    const { person, browser } = await someone();
    const url = await sentBack(browser);
    await world.rows(
      `delete from member_roles using members m join accounts a on a.id = m.account_id
       where member_roles.member_id = m.id and a.person_id = $1`,
      [person.id],
    );
    expect((await browser.go(url)).status).toBe(404);
    expect(await linked('kick')).toBeUndefined();
    expect(await tokens('kick')).toEqual([]);
  });

  it('lies nowhere in clear, and PKCE’s verifier neither', async () => {
    const { browser } = await someone();
    const url = new URL(await sentBack(browser));
    const kept = JSON.stringify(await world.rows('select * from oauth_states'));
    expect(kept).not.toContain(url.searchParams.get('state'));
    expect(kept).toMatch(/"sealed_verifier":"v1\./);
    expect(kept).not.toContain(browser.cookies.get('wb_browser'));
  });

  it('counts once', async () => {
    const { browser } = await someone();
    const url = await sentBack(browser);
    expect((await browser.go(url)).status).toBe(200);
    const again = await browser.go(url);
    expect([again.status, readable(again.text)]).toEqual([400, expect.stringContaining('was used already')]);
  });
});

describe('a channel', () => {
  it.each(PLATFORMS)('of %s is linked in the browser, and answers', async (platform) => {
    const { person, browser } = await someone({ roles: { igloo: 'admin' } });
    const done = await link(browser, platform);
    expect([done.status, readable(done.text)]).toEqual([200, expect.stringContaining('is linked.')]);
    expect(await linked(platform)).toEqual({ slug: 'igloo', broken_reason: null });
    const answers = await say[platform]();
    await until('an answer', () => answers() === 1);
    const [entry] = await world.rows<{ actor: { person: string } }>(
      `select actor from audit_log where action = 'channel.link' and target = $1 order by id desc limit 1`,
      [`channel:${platform}:${OWN[platform].id}`],
    );
    expect(entry?.actor).toMatchObject({ kind: 'session', person: person.id });
    const page = readable((await browser.go('/auth/channels/igloo')).text);
    expect(page).toContain('Linked, and well.');
  });

  it('asks for what steers a stream only where that was ticked', async () => {
    await linkedAlready('kick');
    const { browser } = await someone();
    const scopes = async () => ((await tokens('kick'))[0] as { scopes: string[] }).scopes;
    expect(await scopes()).not.toContain('channel:write');
    await link(browser, 'kick', { tick: 'withStream' });
    expect(await scopes()).toContain('channel:write');
    const lost = await link(browser, 'kick');
    expect(readable(lost.text)).toContain('also allowed channel:write');
  });

  it('is not taken from another community, whose name nobody learns, and its token stays as it is', async () => {
    await linkedAlready(...PLATFORMS);
    await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), 'floe', 'The Floe')`);
    const { browser } = await someone({ roles: { floe: 'owner' } });
    for (const platform of PLATFORMS) {
      const before = JSON.stringify(await world.rows('select * from installations order by id'));
      decide(platform);
      const refused = await browser.press('/auth/channels/floe', OWN[platform].button);
      expect([platform, refused.status]).toEqual([platform, 409]);
      expect(readable(refused.text)).toContain('is linked to another community already');
      expect(refused.text).not.toMatch(/igloo/i);
      expect(JSON.stringify(await world.rows('select * from installations order by id'))).toBe(before);
      expect((await linked(platform))?.slug).toBe('igloo');
    }
  });

  it('is not linked by who says no, and the page says what to do', async () => {
    const { browser } = await someone();
    for (const platform of PLATFORMS) {
      decide(platform, 'deny');
      const refused = await browser.press('/auth/channels/igloo', OWN[platform].button);
      expect([platform, refused.status]).toEqual([platform, 409]);
      expect(readable(refused.text)).toMatch(/You said no on \w+\. Nothing was stored\. Start again/);
    }
  });
});

describe('a link that the platform ended', () => {
  const health = async (platform: Platform) =>
    (await ask<{ problems: { is: string }[] }>(world, 'GET', `/channels/${platform}:${OWN[platform].id}/health`)).json
      .problems;
  const noticed = async (platform: Platform) =>
    (
      await world.rows(`select 1 from audit_log where action = 'channel.broken' and target = $1`, [
        `channel:${platform}:${OWN[platform].id}`,
      ])
    ).length;

  /** What the feed's last minutes hold, a line each. */
  async function feed(): Promise<readonly string[]> {
    const lines: string[] = [];
    await follow({
      url: world.publicUrl,
      key: world.secrets.service,
      community: 'igloo',
      recent: true,
      print: (line) => void lines.push(line),
      note: () => {},
      paint: (_, text) => text,
      signal: AbortSignal.timeout(700),
    });
    return lines.filter((line) => line.includes('linked no more'));
  }

  const REVOKE: Readonly<Record<Platform, () => Promise<unknown>>> = {
    twitch: () => world.twitch.disconnect(DEMO.twitch.channel.login),
    discord: async () => world.discord.guildDelete(),
    slack: () => world.slack.event({ type: 'app_uninstalled' }),
    youtube: async () => {
      await world.rows(
        `update installations set access_expires_at = now() - interval '1 hour' where platform = 'youtube' and subject <> 'bot'`,
      );
      revokeOf(world.youtube.tokens);
      await world.deploy();
      const { person } = await someone();
      await ask(world, 'POST', `/channels/youtube:${OWN.youtube.id}/repair`, person.asked);
    },
    kick: async () => {
      revokeOf(world.kick.tokens);
      await world.deploy();
      const { person } = await someone();
      await ask(world, 'POST', `/channels/kick:${OWN.kick.id}/repair`, person.asked);
    },
  };
  const revokeOf = (tokens: { revokeAll(): void }) => tokens.revokeAll();

  it.each(PLATFORMS)('on %s is marked once, told, and mended by agreeing again', async (platform) => {
    await linkedAlready(platform);
    await REVOKE[platform]();
    await until('the mark', async () => (await linked(platform))?.broken_reason);
    expect(await health(platform)).toEqual(expect.arrayContaining([expect.objectContaining({ is: 'broken' })]));
    expect(await noticed(platform)).toBe(1);
    await until('a notice in the feed', async () => (await feed()).some((line) => line.includes(` ${platform} `)));
    const { browser } = await someone();
    expect(readable((await browser.go('/auth/channels/igloo')).text)).toContain('has ended the link');
    const done = await link(browser, platform);
    expect([done.status, readable(done.text)]).toEqual([200, expect.stringContaining('is linked.')]);
    expect((await linked(platform))?.broken_reason).toBeNull();
    expect((await health(platform)).filter(({ is }) => is === 'broken')).toEqual([]);
  });

  it('is mended with what is kept where that is enough, by button and by the API', async () => {
    await linkedAlready('twitch');
    const { person, browser } = await someone();
    const pressed = async () => {
      const { text } = await browser.go('/auth/channels/igloo');
      const action = `/auth/channels/igloo/twitch/${OWN.twitch.id}/repair`;
      const csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] as string;
      return browser.go(action, { form: { _csrf: csrf } });
    };
    for (const mend of [pressed, () => ask(world, 'POST', `/channels/twitch:${OWN.twitch.id}/repair`, person.asked)]) {
      await world.rows(
        `update channels set broken_reason = 'notification_failures_exceeded' where platform = 'twitch'`,
      );
      await world.rows(
        `update installations set broken_reason = 'notification_failures_exceeded' where platform = 'twitch' and subject = $1`,
        [OWN.twitch.id],
      );
      const done = await mend();
      expect([done.status, done.text]).toEqual([200, expect.stringContaining('there')]);
      expect((await linked('twitch'))?.broken_reason).toBeNull();
      expect(await health('twitch')).toEqual([]);
    }
  });

  it('says so and asks for another consent where the tokens are not enough', async () => {
    await linkedAlready('twitch');
    const { browser } = await someone();
    await world.rows(`delete from installations where platform = 'twitch' and subject = $1`, [OWN.twitch.id]);
    await world.deploy();
    const { text } = await browser.go('/auth/channels/igloo');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] as string;
    const refused = await browser.go(`/auth/channels/igloo/twitch/${OWN.twitch.id}/repair`, { form: { _csrf: csrf } });
    expect([refused.status, readable(refused.text)]).toEqual([409, expect.stringContaining('Agree again on Twitch')]);
    await link(browser, 'twitch');
  });
});

describe('unlinking', () => {
  it.each(PLATFORMS)('on %s makes the channel silent and leaves no token', async (platform) => {
    await linkedAlready(platform);
    const { browser } = await someone();
    const page = `/auth/channels/igloo/${platform}/${OWN[platform].id}/unlink`;
    const done = await browser.press(page, 'Unlink');
    expect([done.status, readable(done.text)]).toEqual([200, expect.stringContaining('is unlinked')]);
    expect(readable(done.text)).not.toContain('Not everything was taken back');
    expect(await linked(platform)).toBeUndefined();
    expect(await tokens(platform)).toEqual([]);
    expect(await world.rows('select 1 from outbox where channel is not null')).toEqual([]);
    if (platform === 'twitch' || platform === 'kick') {
      const answers = await say[platform]();
      await quiet(world);
      expect(answers()).toBe(0);
    }
    expect((await browser.go(page)).status).toBe(404);
  });

  it('silences the Channel itself, whatever the platform still sends', async () => {
    const { browser } = await someone();
    await link(browser, 'twitch');
    const { id, login } = DEMO.twitch.channel;
    /** A line as Twitch signs it, whether or not anything is subscribed to. */
    async function arrives(message: string): Promise<number> {
      const condition = { broadcaster_user_id: id, user_id: DEMO.twitch.bot.id };
      const event = {
        broadcaster_user_id: id,
        broadcaster_user_login: login,
        broadcaster_user_name: login,
        chatter_user_id: `77${turn++}`,
        chatter_user_login: 'late',
        chatter_user_name: 'Late',
        message_id: message,
        message: { text: '!ping', fragments: [{ type: 'text', text: '!ping' }] },
        badges: [],
        message_type: 'text',
      };
      const subscription = { id: 'any', type: 'channel.chat.message', version: '1', status: 'enabled', condition };
      const body = JSON.stringify({ subscription, event });
      const headers = await twitchSigned(world.secrets.twitch, body, { id: message, at: world.now() });
      return (await fetch(`${world.publicUrl}/webhooks/twitch`, { method: 'POST', headers, body })).status;
    }
    const answers = (message: string) => world.twitch.sent.filter((line) => line.replyTo === message).length;
    expect(await arrives('before-the-end')).toBe(204);
    await until('an answer', () => answers('before-the-end') === 1);
    await browser.press(`/auth/channels/igloo/twitch/${OWN.twitch.id}/unlink`, 'Unlink');
    expect(await arrives('after-the-end')).toBe(204);
    await quiet(world);
    expect(answers('after-the-end')).toBe(0);
  });

  it('is told by the outbox where the Channel could not be told at once', async () => {
    const { person, browser } = await someone();
    await link(browser, 'slack');
    const told = await say.slack();
    await until('an answer', () => told() === 1);
    // What was announced when it was linked is looked for and forgotten.
    await world.advance(180_000);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await world.arm('api:after-commit');
    const idempotencyKey = { 'idempotency-key': 'unlinked-once' };
    const cut = await ask(world, 'DELETE', `/channels/slack:${OWN.slack.id}`, {
      key: null,
      headers: { ...person.asked.headers, ...idempotencyKey },
    });
    await world.disarm();
    expect([cut.status, await linked('slack')]).toEqual([500, undefined]);
    const heard = await say.slack();
    await until('an answer of the Channel that was not told', () => heard() === 1);
    await world.advance(60_000);
    await world.worker.cron('* * * * *', new Date(world.now()));
    expect(await world.rows('select 1 from outbox where channel is not null')).toEqual([]);
    const answers = await say.slack();
    await quiet(world);
    expect(answers()).toBe(0);
    expect((await ask(world, 'DELETE', `/channels/slack:${OWN.slack.id}`, person.asked)).status).toBe(404);
  });

  it('through the API wants the same right', async () => {
    const { browser } = await someone();
    await link(browser, 'discord');
    const id = `discord:${OWN.discord.id}`;
    const of = async (wanted: PersonWanted) =>
      (await ask(world, 'DELETE', `/channels/${id}`, (await aPerson(world, wanted)).asked)).status;
    expect(await of({ roles: { demo: 'owner' } })).toBe(404);
    expect(await of({ roles: { igloo: 'moderator' } })).toBe(403);
    expect(await of({ roles: { igloo: 'admin' } })).toBe(204);
    expect(await linked('discord')).toBeUndefined();
  });
});

describe('the way back', () => {
  /** Links Kick's channel, and says where the browser is sent in the end. */
  async function sentTo(to: string, what: Parameters<typeof decide>[1] = 'allow'): Promise<string> {
    const { browser } = await someone();
    decide('kick', what);
    const form = formsOf((await browser.go('/auth/channels/igloo')).text).find(
      ({ button }) => button === OWN.kick.button,
    );
    const isBack = (url: URL) => url.origin !== new URL(world.kick.url).origin && !url.pathname.startsWith('/auth/');
    const { url } = await browser.go(form?.action ?? '', { form: { ...form?.fields, to }, until: isBack });
    return url.replace(world.publicUrl, '');
  }

  it('is the page that was left, with how it went as one of a few words', async () => {
    const page = '/hub/start?step=connect&community=igloo';
    expect(await sentTo(page, 'deny')).toBe(`${page}&said=denied&on=kick`);
    expect(await sentTo(page, { account: DEMO.kick.bot.id })).not.toContain('Nothing');
    expect(await sentTo('/hub/c/igloo/integrations')).toBe('/hub/c/igloo/integrations?said=linked&on=kick');
    expect(await sentTo('/hub?said=hacked&on=x')).toBe('/hub?said=linked&on=kick');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example'])(
    'is never %s',
    async (to) => {
      expect(await sentTo(to, 'deny')).toBe('/hub?said=denied&on=kick');
    },
  );

  it('is told to a script as JSON, which has no form to be sent on', async () => {
    const { person } = await someone();
    const response = await fetch(new URL('/auth/channels/igloo/kick', world.publicUrl), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        ...person.asked.headers,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'to=/hub',
    });
    const { to } = (await response.json()) as { to: string };
    expect([response.status, new URL(to).origin]).toEqual([200, new URL(world.vars.KICK_AUTH_URL as string).origin]);
    expect(response.headers.get('location')).toBeNull();
    // What they come back with has to be there by then.
    expect(response.headers.getSetCookie().join()).toContain('wb_browser=');
  });
});
