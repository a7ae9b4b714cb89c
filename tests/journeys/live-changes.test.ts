import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { FeedEntry } from '../../workers/core/feed.ts';
import type { Role } from '../../workers/core/levels.ts';
import { aCommunity, ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

type Heard = FeedEntry & { readonly seq: number };

/** A page of the hub: it connects with a ticket, and goes on where it was. */
class Page {
  readonly person: TestPerson;
  readonly community: string;
  readonly heard: Heard[] = [];
  #position: { epoch: string; after: number } | null = null;
  #socket: WebSocket | undefined;

  private constructor(person: TestPerson, community: string) {
    this.person = person;
    this.community = community;
  }

  static async open(person: TestPerson, community: string): Promise<Page> {
    const page = new Page(person, community);
    expect(await page.connect()).toBe(201);
    return page;
  }

  /** @returns what was answered where it asked for a ticket */
  async connect(): Promise<number> {
    const asked = { ...this.person.asked, body: { communityId: this.community } };
    const { status, json } = await ask<{ ticket: string }>(world, 'POST', '/live/tickets', asked);
    if (status !== 201) return status;
    const query = new URLSearchParams({ community: this.community, ticket: json.ticket });
    if (this.#position) query.set('epoch', this.#position.epoch);
    if (this.#position) query.set('after', String(this.#position.after));
    const socket = new WebSocket(`${world.worker.url.replace('http', 'ws')}/live?${query}`, {
      headers: { origin: new URL(world.publicUrl).origin },
    });
    this.#socket = socket;
    const greeted = Promise.withResolvers<void>();
    socket.once('error', greeted.reject);
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; epoch: string; seq: number; entries: Heard[] };
      if (frame.type === 'hello') this.#position = { epoch: frame.epoch, after: frame.seq };
      if (frame.type === 'hello') greeted.resolve();
      if (frame.type !== 'entries') return;
      this.heard.push(...frame.entries);
      if (this.#position) this.#position.after = frame.entries.at(-1)?.seq ?? this.#position.after;
    });
    await greeted.promise;
    return status;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }
  get changes() {
    return this.heard.flatMap((entry) => (entry.is === 'change' ? [entry] : []));
  }
  get actions(): string[] {
    return this.changes.map(({ action }) => action);
  }

  cut(): void {
    this.#socket?.terminate();
  }
}

const somebody = (slug: string, role: Role) => aPerson(world, { roles: { [slug]: role } });
const add = (slug: string, by: TestPerson, name: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(world, 'POST', `/commands/${slug}`, {
    ...by.asked,
    headers: { ...by.asked.headers, ...headers },
    body: { name, replies: [{ text: 'secret words' }] },
  });

/** Feeds are known to be open a moment after somebody listens. */
async function open(...people: readonly [TestPerson, string][]): Promise<Page[]> {
  return Promise.all(people.map(([person, slug]) => Page.open(person, slug)));
}

describe('what others change', () => {
  it('appears with who did it, in both tabs alike, through every door, once', async () => {
    const slug = 'demo';
    const [{ id: channel } = { id: '' }] = TWITCH_CHANNELS;
    const [owner, editor] = [await somebody(slug, 'owner'), await somebody(slug, 'editor')];
    const pages = await open([owner, slug], [owner, slug], [editor, slug]);
    const key = randomUUID();
    for (let time = 0; time < 2; time++)
      expect((await add(slug, editor, 'hug', { 'idempotency-key': key })).status).toBe(201);
    expect((await add(slug, owner, 'hug')).status).toBe(409);
    const user = { id: '990017', login: 'pia', role: 'moderator' as const };
    await world.twitch.chat({ channel, user, text: '!command edit hug other secret words' });
    for (const page of pages) await until('both', () => page.changes.length >= 2);
    for (const { heard } of pages.slice(0, 2))
      await until('the command', () => heard.some(({ is }) => is === 'command'));
    for (const { changes, heard } of pages) {
      expect(changes.map(({ action, by }) => [action, by?.displayName])).toEqual([
        ['command.add', `user_${editor.account}`],
        ['command.edit', 'pia'],
      ]);
      expect(changes[0]).toMatchObject({
        is: 'change',
        target: expect.stringMatching(/^command:/),
        by: { person: editor.id, account: `twitch:${editor.account}` },
      });
      expect(changes[1]?.by).toEqual({ account: 'twitch:990017', displayName: 'pia' });
      expect(JSON.stringify(changes)).not.toContain('secret words');
      expect(heard.filter(({ is }) => is !== 'change').map(({ is }) => is)).toEqual(
        heard === pages[2]?.heard ? [] : expect.arrayContaining(['command']),
      );
    }
    for (const page of pages) page.cut();
  });

  it('is caught up with by who was cut off', async () => {
    const { slug } = await aCommunity(world);
    const owner = await somebody(slug, 'owner');
    const [one, other] = (await open([owner, slug], [owner, slug])) as [Page, Page];
    await add(slug, owner, 'one');
    await until('the first', () => one.changes.length === 1 && other.changes.length === 1);
    one.cut();
    await add(slug, owner, 'two');
    await until('the second', () => other.changes.length === 2);
    await one.connect();
    await until('what was missed', () => one.changes.length === 2);
    expect(one.changes).toEqual(other.changes);
    for (const page of [one, other]) page.cut();
  });

  it('is heard as far as a role may read, and in its own community alone', async () => {
    const { slug } = await aCommunity(world);
    const { slug: another } = await aCommunity(world);
    const [owner, viewer] = [await somebody(slug, 'owner'), await somebody(slug, 'viewer')];
    const stranger = await somebody(another, 'owner');
    const pages = (await open([owner, slug], [viewer, slug], [stranger, another])) as [Page, Page, Page];
    const [seen, little, elsewhere] = pages;
    expect((await ask(world, 'POST', '/live/tickets', { ...stranger.asked, body: { communityId: slug } })).status).toBe(
      404,
    );
    const invite = await ask(world, 'POST', `/communities/${slug}/invites`, { ...owner.asked, body: {} });
    expect(invite.status).toBe(201);
    const made = await ask(world, 'POST', `/communities/${slug}/keys`, {
      ...owner.asked,
      body: { name: 'A key', scopes: ['commands:read'] },
    });
    expect(made.status).toBe(201);
    await ask(world, 'PATCH', `/communities/${slug}`, { ...owner.asked, body: { name: 'Another name' } });
    await until('all', () => seen.changes.length === 3);
    await until('its name', () => little.changes.length === 1);
    expect(seen.actions.toSorted()).toEqual(['community.edit', 'invite.add', 'key.add']);
    expect(little.actions).toEqual(['community.edit']);
    expect(elsewhere.heard).toEqual([]);
    for (const page of pages) page.cut();
  });

  it('is heard no longer than the right lasts', async () => {
    const { slug } = await aCommunity(world);
    const [owner, moderator] = [await somebody(slug, 'owner'), await somebody(slug, 'moderator')];
    const pages = (await open([owner, slug], [moderator, slug])) as [Page, Page];
    const [kept, lost] = pages;
    const taken = await ask(world, 'DELETE', `/communities/${slug}/roles/twitch:${moderator.account}`, owner.asked);
    expect(taken.status).toBe(204);
    await until('both are asked again', () => !kept.isOpen && !lost.isOpen);
    expect([await kept.connect(), await lost.connect()]).toEqual([201, 404]);
    await until('what happened', () => kept.actions.includes('role.take'));
    expect(lost.actions).toEqual([]);
    kept.cut();
  });
});
