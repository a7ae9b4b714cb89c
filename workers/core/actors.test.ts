import { expect, it } from 'vitest';
import { type AccountActor, personOf, requirePerson } from './actors.ts';

const ada: AccountActor = {
  kind: 'account',
  platform: 'twitch',
  account: '12345',
  login: 'ada',
  displayName: 'Ada',
  level: 'vip',
};

it('a person is who acts, or for whom a service or a key does', () => {
  expect(personOf(ada)).toBe(ada);
  expect(personOf({ kind: 'service', onBehalfOf: ada })).toBe(ada);
  expect(personOf({ kind: 'key', id: 'k', name: 'Overlay', onBehalfOf: ada })).toBe(ada);
  expect(personOf({ kind: 'service' })).toBeNull();
  expect(personOf({ kind: 'system' })).toBeNull();
});

it('what needs a person is refused to a service that names none, with how to name one', () => {
  expect(requirePerson({ kind: 'service', onBehalfOf: ada })).toBe(ada);
  expect(() => requirePerson({ kind: 'key', id: 'k', name: 'Overlay' })).toThrow(
    expect.objectContaining({ code: 'ACTOR_REQUIRED', message: expect.stringContaining('X-On-Behalf-Of') }),
  );
});
