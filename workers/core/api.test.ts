import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decodeCursor, page, valid } from './api.ts';
import { InvalidInput } from './errors.ts';

const app = new Hono().post(
  '/',
  valid(
    'json',
    z.union([
      z.strictObject({ a: z.object({ b: z.strictObject({ level: z.string() }) }) }),
      z.strictObject({ c: z.number(), d: z.number() }),
    ]),
  ),
  (c) => c.json(c.req.valid('json')),
);
app.onError((error, c) => c.json(error instanceof InvalidInput ? error.issues : error.message, 400));
const send = async (body: unknown, type = 'application/json') => {
  const response = await app.request('/', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': type },
  });
  return response.json();
};

describe('a body', () => {
  it('may have fields that elsewhere would claim something, where the route declares them', async () => {
    expect(await send({ a: { b: { level: 'vip' } } })).toEqual({ a: { b: { level: 'vip' } } });
  });

  it('is told of every field that is none by its place, and where claims come from instead', async () => {
    expect(await send({ a: { b: { level: 'vip', isModerator: true, colour: 1 } } })).toEqual([
      { path: 'json.a.b.isModerator', message: expect.stringContaining('X-On-Behalf-Of') },
      { path: 'json.a.b.colour', message: 'There is no such field here. Leave it out.' },
    ]);
  });

  it.each([
    'user_id',
    'userId',
    'userName',
    'actor',
    'role',
    'roles',
    'level',
    'is_moderator',
    'isOwner',
    'admin',
    'badges',
    'on_behalf_of',
    'accountId',
  ])('does not say who acts: %s', async (claim) => {
    expect(await send({ c: 1, d: 2, [claim]: 'x' })).toEqual([
      { path: `json.${claim}`, message: expect.stringContaining('never by the request') },
    ]);
  });

  it('of a choice is told what keeps it from the nearest', async () => {
    expect(await send({ c: 1 })).toEqual([{ path: 'json.d', message: expect.stringContaining('expected number') }]);
  });

  it('is JSON by its content type', async () => {
    for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/merge-patch+json'])
      expect(await send({ c: 1, d: 2 }, type)).toEqual({ c: 1, d: 2 });
    for (const type of ['text/plain', 'application/jsonx', 'application/x-www-form-urlencoded', 'application/json/x'])
      expect(await send({ c: 1, d: 2 }, type)).toContain('Content-Type: application/json');
  });

  it('is told of twenty mistakes at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
    expect(await send({ c: 1, d: 2, ...many })).toHaveLength(20);
  });
});

describe('a page', () => {
  it('ends with a cursor that says where, in any letters', () => {
    const { data, next } = page(['a', 'ö🐧', 'c'], 2, (row) => [row]);
    expect(data).toEqual(['a', 'ö🐧']);
    expect(next).toMatch(/^[\w-]+$/);
    expect(decodeCursor(next as string, z.tuple([z.string()]))).toEqual(['ö🐧']);
    expect(page(['a'], 2, (row) => row)).toEqual({ data: ['a'], next: null });
  });

  it.each(['', '!', 'bm9uZQ', 'e30', 'x'.repeat(500)])('cannot be asked for with %j', (cursor) => {
    expect(() => decodeCursor(cursor, z.string())).toThrow('none of ours');
  });
});
