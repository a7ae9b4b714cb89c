import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';

it('has no settings before it was given some', async () => {
  const channel = env.CHANNEL.getByName('twitch:1');
  expect(await channel.snapshot('build', 1_000)).toBeNull();
});
