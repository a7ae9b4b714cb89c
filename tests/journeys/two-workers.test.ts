import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../stand-ins/run.ts';
import { slackSigned } from '../support/signed.ts';
import { SLACK_CHANNELS, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ twin: true });
});
afterAll(() => world?.close());

let turn = 0;

/** A slash command, handed to one of the two Workers. @returns what it answered in the request */
async function slash(at: string | undefined, text: string, user: string): Promise<string> {
  const room = SLACK_CHANNELS[turn++ % SLACK_CHANNELS.length] as (typeof SLACK_CHANNELS)[number];
  const body = new URLSearchParams({
    team_id: DEMO.slack.team.id,
    channel_id: room.id,
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/waddlebot',
    text,
    response_url: `${world.vars.SLACK_API_URL}/response/${turn}`,
    trigger_id: `t-two-${turn}`,
    api_app_id: 'A1',
  }).toString();
  const response = await fetch(`${at}/webhooks/slack/commands`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(await slackSigned(world.secrets.slack, body, Math.floor(Date.now() / 1000))),
    },
    body,
  });
  const answer = (await response.json()) as { readonly text: string };
  return answer.text;
}

describe('two Workers with the same objects', () => {
  const admin = 'U5ADMIN';
  beforeAll(() => {
    world.slack.user({ id: admin, isAdmin: true });
  });

  it('a command added through one answers through the other with the next message', async () => {
    const { url, twinUrl } = world.worker;
    expect(await slash(twinUrl, 'twins', 'U501')).toContain('no such command');
    expect(await slash(url, 'command add twins Two of a kind.', admin)).toContain('Added');
    expect(await slash(twinUrl, 'twins', 'U502')).toBe('Two of a kind.');
  });

  it('a change, a level, a wait and a removal through one count for the next message through the other', async () => {
    const { url, twinUrl } = world.worker;
    await slash(twinUrl, 'command add pair One.', admin);
    expect(await slash(url, 'command options pair cooldown=0', admin)).toBe('Changed !pair.');
    expect(await slash(url, 'pair', 'U511')).toBe('One.');
    await slash(url, 'command edit pair Two.', admin);
    expect(await slash(twinUrl, 'pair', 'U512')).toBe('Two.');
    await slash(twinUrl, 'command options pair level=moderator', admin);
    expect(await slash(url, 'pair', 'U513')).toContain('may not use');
    await slash(url, 'command options pair level=- usercooldown=300', admin);
    expect(await slash(twinUrl, 'pair', 'U514')).toBe('Two.');
    expect(await slash(url, 'pair', 'U514')).toContain('cooling down');
    await slash(url, 'command remove pair', admin);
    expect(await slash(twinUrl, 'pair', 'U515')).toContain('no such command');
  });
});
