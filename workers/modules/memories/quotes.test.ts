import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../db/client.ts';
import { migrateForCost } from '../../../tests/cost/database.ts';
import type { Actor } from '../../core/actors.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { Level } from '../../core/levels.ts';
import type { Effect, JobCtx, VerbCtx } from '../../core/modules.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../router/effects.ts';
import { quoteJobs } from './quote-language.ts';
import {
  findQuote,
  listQuotes,
  quoteCategories,
  quoteStats,
  randomQuote,
  searchQuotes,
  searchStatement,
  topQuotes,
} from './quote-reads.ts';
import { undoQuote } from './quote-undo.ts';
import { type Vote, voteQuote } from './quote-votes.ts';
import { addQuote, approveQuote, deleteQuote, editQuote, type QuoteChange } from './quotes.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const LONGEST = 500;

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
beforeAll(migrateForCost);
const rows = async (query: ReturnType<typeof sql>) => (await db.run('test', (d) => d.execute(query))).rows;

const person = (name: string, level: Level = 'everyone'): Actor => ({
  kind: 'account',
  platform: 'twitch',
  account: `quotes-${name}`,
  login: name,
  displayName: name,
  level,
});
const MOD = person('mia', 'moderator');

let turn = 0;
/** A community of its own, as the road runs its people's effects, but for the invocation's id. */
async function aCommunity(language = 'en') {
  const id = crypto.randomUUID() as CommunityId;
  await rows(
    sql`insert into communities (id, slug, name, language) values (${id}::uuid, ${`quotes-${id}`}, 'Quotes', ${language})`,
  );
  const run = async (actor: Actor, effect: Effect) => {
    const statement = effectStatement(effect, { community: id, actor, keep: [] });
    return recordedOf(await db.run('test', (d) => inTurn(d, turnOf(effect, id), statement))).outcome;
  };
  const as = (actor: Actor, random = 0) =>
    ({
      now: NOW,
      random: () => random,
      actor,
      community: { id },
      read: (name, query) => db.run(name, query),
      effect: (effect) => run(actor, effect),
    }) as VerbCtx;
  return {
    id,
    as,
    mod: as(MOD),
    adds: (text: string = `said ${turn++}`, by: Actor = person('ann'), author = '') =>
      addQuote(as(by), { text, author }, LONGEST),
    approval: () =>
      rows(
        sql`insert into module_settings (community_id, module, value) values (${id}::uuid, 'memories', '{"quoteApproval":true}')`,
      ),
    job: { community: id, effect: (_, effect) => run({ kind: 'system' }, effect) } as JobCtx,
  };
}

const numberOf = (change: QuoteChange): number => {
  if (change.result !== 'done') throw new Error(change.result);
  return change.quote.number;
};
const resultOf = async (change: Promise<{ readonly result: string }>) => (await change).result;

describe('adding', () => {
  it('numbers quotes from 1 without a gap, however many are added at once', async () => {
    const { adds, as } = await aCommunity();
    const added = await Promise.all(Array.from({ length: 25 }, (_, n) => adds(`at once ${n}`)));
    expect(added.map(numberOf).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(numberOf(await adds())).toBe(26);
    expect((await quoteStats(as(MOD))).approved).toBe(26);
  });

  it('never gives a number again, and none for what is not kept', async () => {
    const { adds, mod } = await aCommunity();
    await adds('one');
    await adds('two');
    await deleteQuote(mod, 2);
    expect(await adds('ONE!')).toEqual({ result: 'exists', number: 1 });
    expect(numberOf(await adds('three'))).toBe(3);
  });

  it('notices what says the same even where it is added at once', async () => {
    const { adds } = await aCommunity();
    const added = await Promise.all(Array.from({ length: 8 }, () => adds('The very same.')));
    expect(added.filter(({ result }) => result === 'done')).toHaveLength(1);
    expect(added.filter(({ result }) => result === 'exists')).toHaveLength(7);
  });

  it('keeps author, game, title, day and who added it', async () => {
    const { as } = await aCommunity();
    const input = {
      text: ' Hello ',
      author: '@Ann',
      category: 'Best',
      game: 'Chess',
      title: 'Live',
      saidAt: NOW - 1000,
    };
    const added = await addQuote(as(person('bob')), input, LONGEST);
    const kept = {
      id: expect.any(String),
      state: expect.any(String),
      number: 1,
      text: 'Hello',
      author: 'Ann',
      category: 'best',
      game: 'Chess',
      title: 'Live',
      up: 0,
      down: 0,
    };
    const whole = { ...kept, saidAt: '2026-11-26T11:59:59.000Z', status: 'approved', addedBy: 'twitch:quotes-bob' };
    expect(added).toEqual({ result: 'done', isDeleted: false, quote: whole });
    expect(await findQuote(as(MOD), 1)).toEqual(whole);
  });

  it('refuses what is empty or too long by name', async () => {
    const { adds, as } = await aCommunity();
    expect(await adds(' \u0000 ')).toEqual({ result: 'empty' });
    expect(await adds('🐧'.repeat(501))).toEqual({ result: 'too-long', what: 'text', most: 500 });
    expect(await resultOf(adds('🐧'.repeat(500)))).toBe('done');
    expect(await addQuote(as(MOD), { text: 'x', author: 'a'.repeat(101) }, LONGEST)).toMatchObject({ what: 'author' });
  });

  it('is each community’s own', async () => {
    const [ours, theirs] = await Promise.all([aCommunity(), aCommunity()]);
    await ours.adds('ours');
    expect(numberOf(await theirs.adds('ours'))).toBe(1);
    await theirs.adds('theirs');
    expect(await findQuote(ours.mod, 2)).toBeNull();
    for (const change of [deleteQuote, approveQuote, undoQuote])
      expect(await change(ours.mod, 2)).toEqual({ result: 'missing', number: 2 });
    expect(await editQuote(ours.mod, 2, { text: 'x' }, LONGEST)).toEqual({ result: 'missing', number: 2 });
    expect(await voteQuote(ours.mod, 2, 'up')).toEqual({ result: 'missing', number: 2 });
    expect((await searchQuotes(ours.mod, { words: 'theirs', limit: 3 })).total).toBe(0);
  });
});

describe('changing', () => {
  it('is for its creator, for moderators and for programs', async () => {
    const { adds, as, mod } = await aCommunity();
    await adds('first', person('ann'));
    expect(await editQuote(as(person('bob')), 1, { text: 'no' }, LONGEST)).toEqual({ result: 'forbidden', number: 1 });
    expect(await deleteQuote(as(person('bob')), 1)).toEqual({ result: 'forbidden', number: 1 });
    for (const ctx of [as(person('ann')), mod, as({ kind: 'service' })])
      expect(await resultOf(editQuote(ctx, 1, { text: `by ${turn++}` }, LONGEST))).toBe('done');
    expect(await resultOf(deleteQuote(as(person('ann')), 1))).toBe('done');
    expect(await findQuote(mod, 1)).toBeNull();
  });

  it('changes what is named alone, and refuses what another says already', async () => {
    const { adds, mod } = await aCommunity();
    await adds('first', person('ann'), 'ann');
    await adds('second');
    expect(await editQuote(mod, 1, { text: 'Second!' }, LONGEST)).toEqual({ result: 'exists', number: 2 });
    expect(await editQuote(mod, 1, { text: 'First!', category: 'Fun' }, LONGEST)).toMatchObject({
      quote: { text: 'First!', author: 'ann', category: 'fun' },
    });
    expect(await editQuote(mod, 1, { category: null, author: '' }, LONGEST)).toMatchObject({
      quote: { text: 'First!', author: '', category: null },
    });
    expect(await quoteCategories(mod)).toEqual([]);
  });

  it('is taken back, deletes as well, and an undo as well', async () => {
    const { adds, mod } = await aCommunity();
    await adds('first', person('ann'), 'ann');
    expect(await undoQuote(mod, 1)).toEqual({ result: 'nothing', number: 1 });
    await editQuote(mod, 1, { text: 'changed', author: 'bob' }, LONGEST);
    // What changes nothing is no change to take back.
    await editQuote(mod, 1, { text: 'changed' }, LONGEST);
    expect(await undoQuote(mod, 1)).toMatchObject({ result: 'done', quote: { text: 'first', author: 'ann' } });
    expect(await undoQuote(mod, 1)).toMatchObject({ result: 'done', quote: { text: 'changed', author: 'bob' } });
    await deleteQuote(mod, 1);
    expect(await undoQuote(mod, 1)).toMatchObject({ isDeleted: false, quote: { text: 'changed' } });
    expect(await findQuote(mod, 1)).not.toBeNull();
    expect(await undoQuote(mod, 1)).toMatchObject({ isDeleted: true });
    expect(await findQuote(mod, 1)).toBeNull();
  });

  it('brings nothing back that another says meanwhile, nor what somebody else took away', async () => {
    const { adds, as, mod } = await aCommunity();
    await adds('first', person('ann'));
    await deleteQuote(mod, 1);
    expect(await undoQuote(as(person('ann')), 1)).toEqual({ result: 'missing', number: 1 });
    await adds('first');
    expect(await undoQuote(mod, 1)).toEqual({ result: 'exists', number: 2 });
    await deleteQuote(as(person('ann')), 2);
    expect(await resultOf(undoQuote(as(person('ann')), 2))).toBe('done');
  });
});

describe('votes', () => {
  it('count once for each member, and add up whatever people vote at once', async () => {
    const { adds, as, mod } = await aCommunity();
    await adds('votable');
    const last = new Map<string, Vote>();
    const cast = Array.from({ length: 60 }, (_, n) => ({
      name: `voter${(n * 7) % 11}`,
      vote: (['up', 'down', 'clear'] as const)[(n * 5) % 3] as Vote,
    }));
    // Each votes in a row, all of them at once.
    await Promise.all(
      [...new Set(cast.map(({ name }) => name))].map(async (name) => {
        for (const { vote } of cast.filter((one) => one.name === name)) {
          expect(await resultOf(voteQuote(as(person(name)), 1, vote))).toBe('done');
          last.set(name, vote);
        }
      }),
    );
    const count = (vote: Vote) => [...last.values()].filter((one) => one === vote).length;
    expect(await findQuote(mod, 1)).toMatchObject({ up: count('up'), down: count('down') });
    expect(count('up') + count('down')).toBeGreaterThan(0);
  });

  it('are not cast on one’s own: what one added, or said', async () => {
    const { adds, as } = await aCommunity();
    await adds('mine', person('ann'), 'Bob');
    expect(await voteQuote(as(person('ann')), 1, 'up')).toEqual({ result: 'own', number: 1 });
    expect(await voteQuote(as(person('bob')), 1, 'up')).toEqual({ result: 'own', number: 1 });
    expect(await voteQuote(as(person('zoe')), 1, 'up')).toEqual({ result: 'done', number: 1, up: 1, down: 0 });
    expect(await voteQuote(as(person('zoe')), 1, 'down')).toEqual({ result: 'done', number: 1, up: 0, down: 1 });
    expect(await voteQuote(as(person('zoe')), 1, 'clear')).toEqual({ result: 'done', number: 1, up: 0, down: 0 });
    await expect(voteQuote(as({ kind: 'service' }), 1, 'up')).rejects.toMatchObject({ code: 'ACTOR_REQUIRED' });
  });

  it('put the best first', async () => {
    const { adds, as, mod } = await aCommunity();
    for (let n = 0; n < 3; n++) await adds();
    await voteQuote(as(person('zoe')), 2, 'up');
    await voteQuote(as(person('zoe')), 1, 'down');
    expect((await topQuotes(mod, 3)).quotes.map(({ number }) => number)).toEqual([2, 1]);
    expect(await quoteStats(mod)).toMatchObject({ approved: 3, latest: { number: 3 }, top: { number: 2 } });
  });
});

describe('approval', () => {
  it('has what others than moderators say wait, and shows it nowhere until then', async () => {
    const { adds, approval, as, mod } = await aCommunity();
    await approval();
    expect(await adds('waiting words')).toMatchObject({ quote: { status: 'pending' } });
    expect(await adds('of a moderator', MOD)).toMatchObject({ quote: { status: 'approved' } });
    expect(await randomQuote(as(MOD, 0.99))).toMatchObject({ number: 2 });
    expect((await searchQuotes(mod, { words: 'waiting', limit: 3 })).total).toBe(0);
    expect(await voteQuote(as(person('zoe')), 1, 'up')).toEqual({ result: 'pending', number: 1 });
    expect((await listQuotes(mod, { status: 'pending', limit: 3 })).quotes).toMatchObject([{ number: 1 }]);
    expect(await approveQuote(as(person('ann')), 1)).toEqual({ result: 'forbidden', number: 1 });
    expect(await approveQuote(mod, 1)).toMatchObject({ quote: { status: 'approved' } });
    expect(await approveQuote(mod, 1)).toEqual({ result: 'already', number: 1 });
    expect((await searchQuotes(mod, { words: 'waiting', limit: 3 })).total).toBe(1);
  });

  it('has what is changed wait again, so that nothing gets past it', async () => {
    const { adds, approval, as, mod } = await aCommunity();
    await approval();
    await adds('harmless');
    await approveQuote(mod, 1);
    const changed = await editQuote(as(person('ann')), 1, { text: 'not harmless' }, LONGEST);
    expect(changed).toMatchObject({ quote: { status: 'pending' } });
    expect(await editQuote(as(person('ann')), 1, { category: 'x' }, LONGEST)).toMatchObject({ result: 'done' });
    expect(await randomQuote(mod)).toBeNull();
  });
});

describe('a random quote', () => {
  it('does not come again before all others have, also where many ask at once', async () => {
    const { adds, as } = await aCommunity();
    for (let n = 0; n < 7; n++) await adds();
    for (let round = 0; round < 3; round++) {
      const shown = await Promise.all(Array.from({ length: 7 }, (_, n) => randomQuote(as(MOD, (n * 0.37) % 1))));
      expect(shown.map((quote) => quote?.number).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it('lets what comes new or back take its turn once, and not all the turns it missed', async () => {
    const { adds, as, mod } = await aCommunity();
    for (let n = 0; n < 3; n++) await adds();
    await deleteQuote(mod, 1);
    for (let n = 0; n < 6; n++) await randomQuote(as(MOD));
    await undoQuote(mod, 1);
    await adds();
    const shown = [];
    for (let n = 0; n < 4; n++) shown.push((await randomQuote(as(MOD)))?.number);
    expect(shown.toSorted()).toEqual([1, 2, 3, 4]);
  });
});

describe('the search', () => {
  it('reads each quote in the language it was written in', async () => {
    const { adds, id, job, mod } = await aCommunity('de');
    await adds('Die Häuser brennen');
    const numbers = async (words: string) =>
      (await searchQuotes(mod, { words, limit: 5 })).quotes.map(({ number }) => number);
    expect(await numbers('Haus')).toEqual([1]);
    await rows(sql`update communities set language = 'en' where id = ${id}::uuid`);
    await adds('She was running for the houses');
    expect(await numbers('run house')).toEqual([2]);
    expect(await numbers('Haus')).toEqual([1]);
    await quoteJobs.reindexQuotes({}, job);
    expect(await numbers('Haus')).toEqual([]);
    await quoteJobs.reindexQuotes({}, job);
    expect(await numbers('run')).toEqual([2]);
  });

  it('takes words, phrases, or, and without; and finds names, categories and games', async () => {
    const { as, mod } = await aCommunity();
    const add = (text: string, more = {}) => addQuote(as(MOD), { text, ...more }, LONGEST);
    await add('pizza with ananas', { author: 'Jones' });
    await add('pizza with cheese', { category: 'foods' });
    await add('cheese and pizza and pizza', { game: 'Cooking Simulator' });
    const numbers = async (words: string) =>
      (await searchQuotes(mod, { words, limit: 5 })).quotes.map(({ number }) => number).toSorted();
    expect(await numbers('pizza')).toEqual([1, 2, 3]);
    expect(await numbers('pizza -ananas')).toEqual([2, 3]);
    expect(await numbers('"cheese and pizza"')).toEqual([3]);
    expect(await numbers('"cheese pizza"')).toEqual([]);
    expect(await numbers('ananas or cooking')).toEqual([1, 3]);
    expect(await numbers('jones')).toEqual([1]);
    expect(await numbers('foods')).toEqual([2]);
    for (const odd of ['the', '"', '-', "' & | !", '🐧', '\\']) expect(await numbers(odd)).toEqual([]);
    const [best] = (await searchQuotes(mod, { words: 'cheese', limit: 1 })).quotes;
    expect(best?.text).toContain('cheese');
    expect((await listQuotes(mod, { author: '@JONES', limit: 3 })).total).toBe(1);
    expect(await quoteCategories(mod)).toEqual([{ category: 'foods', quotes: 1 }]);
  });

  it('goes by the index over 100,000 quotes', async () => {
    const { id, mod } = await aCommunity();
    await rows(sql`
      insert into quotes (id, community_id, number, text, normalised, language)
      select gen_random_uuid(), ${id}::uuid, n, 'word' || n % 5000 || ' common thing' || n % 37, 'n' || n, 'english'
      from generate_series(1, 100000) n`);
    await rows(sql`analyze quotes`);
    const words = 'word4711';
    const plan = await rows(sql`explain ${searchStatement(mod, { words, limit: 3 })}`);
    expect(JSON.stringify(plan)).toContain('quotes_search_idx');
    const found = await searchQuotes(mod, { words, limit: 3 });
    expect(found.total).toBe(20);
    await rows(sql`delete from communities where id = ${id}::uuid`);
  });
});
