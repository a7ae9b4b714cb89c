import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

const NOW = 1_791_100_000_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** An agenda that was checked just now and found nothing. */
async function aQuietAgenda() {
  const agenda = env.AGENDA.getByName(crypto.randomUUID());
  await agenda.checked(NOW, null);
  return agenda;
}

describe('an agenda', () => {
  it('wants a look when it has never had one', async () => {
    expect(await env.AGENDA.getByName(crypto.randomUUID()).isDue(NOW)).toBe(true);
  });

  it('wants none while nothing is due, and one every hour all the same', async () => {
    const agenda = await aQuietAgenda();
    expect(await agenda.isDue(NOW)).toBe(false);
    expect(await agenda.isDue(NOW + HOUR - 1)).toBe(false);
    expect(await agenda.isDue(NOW + HOUR)).toBe(true);
  });

  it('wants one when something is due, and not before', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + 5 * MINUTE);
    expect(await agenda.isDue(NOW + 5 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 5 * MINUTE)).toBe(true);
  });

  it('goes by the earliest of what was announced, in any order', async () => {
    const agenda = await aQuietAgenda();
    for (const minutes of [7, 3, 5]) await agenda.announce(NOW + minutes * MINUTE);
    expect(await agenda.isDue(NOW + 3 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 3 * MINUTE)).toBe(true);
  });

  it('goes by what the database says is next, once it was asked', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW - 2 * MINUTE);
    await agenda.checked(NOW, NOW + 9 * MINUTE);
    expect(await agenda.isDue(NOW + 9 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 9 * MINUTE)).toBe(true);
  });

  it('asks again for what was announced as due and not found yet', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + MINUTE);
    await agenda.checked(NOW + MINUTE, null);
    expect(await agenda.isDue(NOW + MINUTE)).toBe(true);
  });

  it('gives up on what was not found for a minute', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW);
    await agenda.checked(NOW + MINUTE, null);
    expect(await agenda.isDue(NOW + 2 * MINUTE)).toBe(false);
  });

  it('keeps what was announced for later when a look found nothing', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + 10 * MINUTE);
    await agenda.checked(NOW + MINUTE, null);
    expect(await agenda.isDue(NOW + 10 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 10 * MINUTE)).toBe(true);
  });

  it('keeps what was announced for later behind what is due already', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + MINUTE);
    await agenda.announce(NOW + 10 * MINUTE);
    await agenda.checked(NOW + 3 * MINUTE, null);
    expect(await agenda.isDue(NOW + 10 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 10 * MINUTE)).toBe(true);
  });

  it('remembers over a loss of memory', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + 5 * MINUTE);
    await evictDurableObject(agenda);
    expect(await agenda.isDue(NOW + 5 * MINUTE - 1)).toBe(false);
    expect(await agenda.isDue(NOW + 5 * MINUTE)).toBe(true);
    await agenda.checked(NOW + 7 * MINUTE, null);
    await evictDurableObject(agenda);
    expect(await agenda.isDue(NOW + 8 * MINUTE)).toBe(false);
  });

  it('tells people how it stands, and changes nothing by it', async () => {
    const agenda = await aQuietAgenda();
    await agenda.announce(NOW + 10 * MINUTE);
    await agenda.announce(NOW + 5 * MINUTE);
    await agenda.checked(NOW + MINUTE, null);
    const standing = { earliest: NOW + 5 * MINUTE, checkedAt: NOW + MINUTE };
    expect(await agenda.standing()).toEqual(standing);
    expect(await agenda.standing()).toEqual(standing);
    expect(await agenda.isDue(NOW + 5 * MINUTE)).toBe(true);
  });
});
