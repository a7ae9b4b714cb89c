import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpModuleStandIn, startHttpModule } from '../stand-ins/http-module.ts';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { slackSigned } from '../support/signed.ts';
import { SLACK_CHANNELS, startWorld, until, type World } from '../support/world.ts';

let world: World;
let program: HttpModuleStandIn;
beforeAll(async () => {
  program = await startHttpModule({ now: () => world?.now() ?? Date.now() });
  world = await startWorld({ twin: true, vars: { FETCH_ALLOW_HOSTS: program.host } });
});
afterAll(async () => {
  await world?.close();
  await program?.stop();
});

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
  // Empty where it takes longer than a request may.
  const answer = await response.text();
  return answer === '' ? '' : (JSON.parse(answer) as { readonly text: string }).text;
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

  it('leave a program alone that failed for one of them, and both go back to it when it is well', async () => {
    const { url, twinUrl } = world.worker;
    const options = { cooldown: { user: 0, channel: 0 } };
    const body = { name: 'oracle', url: program.url, options };
    const added = await ask<{ secret: string }>(world, 'POST', '/modules/demo', { body });
    program.secret = added.json.secret;
    program.answers({ status: 500 });
    for (let failed = 1; failed <= 5; failed++) {
      await slash(failed % 2 === 0 ? url : twinUrl, `oracle ${failed}`, `U52${failed}`);
      await until('it was tried three times', () => program.calls.length === 3 * failed);
    }
    let before = 0;
    // What five in a row failed at is not asked any more, for a while.
    await until('it is left alone', async () => {
      before = program.calls.length;
      const answer = await slash(twinUrl, 'oracle six', `U53${turn}`);
      return answer.includes('oracle') && program.calls.length === before;
    });
    program.answers({ text: 'Yes.' });
    await world.advance(31_000);
    expect(await slash(twinUrl, 'oracle four', 'U541')).toBe('Yes.');
    expect(await slash(url, 'oracle five', 'U542')).toBe('Yes.');
    const asked = program.calls.map(({ invocation }) => invocation.args);
    expect(asked.slice(before)).toEqual(['four', 'five']);
  });
});
