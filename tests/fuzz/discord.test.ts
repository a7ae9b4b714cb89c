import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../workers/core/bytes.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import { NOBODY } from '../../workers/core/events.ts';
import { WANTED_DISPATCHES } from '../../workers/core/intake.ts';
import { eventsOfDispatch } from '../../workers/platforms/discord/gateway-events.ts';
import { discordWebhook } from '../../workers/platforms/discord/webhook.ts';
import banned from '../samples/discord/gateway.guild_ban_add.json';
import gone from '../samples/discord/gateway.guild_delete.json';
import joined from '../samples/discord/gateway.guild_member_add.json';
import timedOut from '../samples/discord/gateway.guild_member_update.json';
import said from '../samples/discord/gateway.message_create.json';
import deleted from '../samples/discord/gateway.message_delete_bulk.json';
import reacted from '../samples/discord/gateway.message_reaction_add.json';
import typing from '../samples/discord/interaction.autocomplete.json';
import command from '../samples/discord/interaction.command.json';
import clicked from '../samples/discord/interaction.component.json';
import doing from '../samples/discord/interaction.do.json';
import menu from '../samples/discord/interaction.message_command.json';
import form from '../samples/discord/interaction.modal.json';
import ping from '../samples/discord/interaction.ping.json';
import subcommand from '../samples/discord/interaction.subcommand.json';
import told from '../samples/discord/webhook.event.json';
import { type DiscordKeys, discordSigned, makeDiscordKeys } from '../support/signed.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const LONG = 300_000;
const SECONDS = NOW / 1000;
const SAMPLES = [ping, command, subcommand, doing, menu, clicked, typing, form, told];

let keys: DiscordKeys;
beforeAll(async () => {
  keys = await makeDiscordKeys();
});

const post = (road: SeenRoad, headers: Headers, body: string | Uint8Array) =>
  knock(discordWebhook({ road, publicKey: keys.publicKey, applicationId: '2000000000000000009' }), '/', headers, body);
const postSigned = async (road: SeenRoad, body: string | Uint8Array, at: number | string = SECONDS) =>
  post(road, new Headers(await discordSigned(keys, body, at)), body);

/** What nobody in particular did has nobody as its author. */
const isWhole = (event: ChatEvent): boolean =>
  isWholeEvent(event.author === NOBODY ? { ...event, author: { ...NOBODY, account: 'nobody' } } : event);

describe('the door of Discord', () => {
  it(
    'takes what Discord signed lately and nothing else, whatever was changed on the way',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...SAMPLES), mutation, async (sample, change) => {
          const body = utf8(JSON.stringify(sample));
          const signed = { headers: await discordSigned(keys, body, SECONDS), body };
          const sent = mutate(signed, change);
          const headers = headersOf(sent.headers);
          if (!headers) return;
          const road = aRoad();
          const { status } = await post(road, headers, sent.body);
          const name = (key: string) => headers.get(key)?.toLowerCase();
          const isSame =
            sent.body.length === body.length &&
            sent.body.every((byte, i) => byte === body[i]) &&
            name('x-signature-ed25519') === signed.headers['x-signature-ed25519'] &&
            name('x-signature-timestamp') === String(SECONDS);
          expect(status).toBe(isSame ? (sample === told ? 204 : 200) : 401);
          if (!isSame) expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(30_000) },
      );
    },
    LONG,
  );

  it(
    'reads bodies bent out of shape without a fault, and brings only whole events',
    async () => {
      const bodies = fc.oneof(anyJson, ...SAMPLES.map(bentOutOfShape));
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const road = aRoad();
          const { status } = await postSigned(road, body);
          expect([200, 204, 400]).toContain(status);
          expect(road.brought.every(isWhole)).toBe(true);
        }),
        { numRuns: cases(20_000) },
      );
    },
    LONG,
  );

  it(
    'stays standing whatever bytes come, signed or not',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (body, signed) => {
          const road = aRoad();
          const { status } = signed ? await postSigned(road, body) : await post(road, new Headers(), body);
          expect(status).toBe(signed ? 400 : 401);
          expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it.each([SECONDS - 301, SECONDS + 301, '', 'now', '1e9', '99999999999999'])(
    'takes no signature of another time: %s',
    async (at) => {
      const road = aRoad();
      expect((await postSigned(road, JSON.stringify(command), at)).status).toBe(401);
      expect(road.calls).toEqual([]);
    },
  );

  it('answers a PING, a webhook event, and what the road could not take', async () => {
    expect(JSON.parse((await postSigned(aRoad(), JSON.stringify(ping))).text)).toEqual({ type: 1 });
    const event = await postSigned(aRoad(), JSON.stringify(told));
    expect(event).toMatchObject({ status: 204, text: '' });
    const lost = aRoad({ bring: async () => Promise.reject(new Error('queue overloaded')) });
    const answer = await postSigned(lost, JSON.stringify(command));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ type: 4, data: { flags: 64, allowed_mentions: { parse: [] } } });
  });

  it('reads commands with their subcommands, options and targets', async () => {
    const events = [];
    for (const sample of [command, subcommand, doing, menu]) {
      const road = aRoad();
      await postSigned(road, JSON.stringify(sample));
      events.push(road.brought[0]);
    }
    expect(events).toMatchObject([
      { text: 'help', data: { trigger: '/help', options: { command: 'ping' } }, author: { level: 'moderator' } },
      { text: 'command add', data: { options: { name: 'hello', text: 'Hello $(touser)!' } } },
      { text: 'hello ann', data: { trigger: '/do' } },
      { text: 'Quote this', data: { target: { type: 'message', text: 'penguins are birds' } } },
    ]);
  });
});

describe('the dispatches of the Gateway', () => {
  const dispatches = [said, deleted, reacted, joined, timedOut, banned, gone];
  const batch = (d: unknown, t: string) => ({
    session: 's1',
    botUserId: '2000000000000000009',
    dispatches: [{ t, d, s: 7 }],
  });

  it(
    'bent out of shape never throw, and become whole events or none',
    () => {
      const data = fc.oneof(anyJson, ...dispatches.map(({ d }) => bentOutOfShape(d)));
      fc.assert(
        fc.property(data, fc.constantFrom(...WANTED_DISPATCHES, 'READY', '__proto__'), (json, t) => {
          let d: unknown;
          try {
            d = JSON.parse(json);
          } catch {
            d = json;
          }
          const given = batch(d, t);
          const events = eventsOfDispatch({ t, d, s: 7 }, given, NOW);
          expect(events.every(isWhole)).toBe(true);
        }),
        { numRuns: cases(20_000) },
      );
    },
    LONG,
  );

  it('become the events they are', () => {
    const kinds = dispatches.flatMap(({ t, d }) => eventsOfDispatch({ t, d, s: 7 }, batch(d, t), NOW));
    expect(kinds).toMatchObject([
      { kind: 'message', text: 'ping', data: { addressed: true }, author: { displayName: 'Ada L' } },
      { kind: 'message.deleted' },
      { kind: 'message.deleted' },
      { kind: 'reaction', data: { emoji: '🐧', added: true } },
      { kind: 'member.join' },
      { kind: 'timeout', data: { target: { account: '2100000000000000001' } } },
      { kind: 'ban' },
      { kind: 'installation.revoked' },
    ]);
  });
});
