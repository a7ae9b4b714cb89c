import { authorizeUrl, exchangeCode, revokeToken, SCOPES, testToken } from '../platforms/slack/oauth.ts';
import { storeToken } from '../router/installations.ts';
import { type Flow, type Ground, mustBeExpected, mustHave, type PlatformLinks, type Surroundings } from './flow.ts';
import { linkChannel, mustBeFree } from './link.ts';
import { type Door, NotConnected, sentence, type WhyNot } from './steps.ts';

const whyNot = (door: Door): Readonly<Record<string, string>> => ({
  invalid_code: `Slack does not know this consent (any more). ${sentence(door.again)}.`,
  code_already_used: `This consent was used already. ${sentence(door.again)}.`,
  bad_redirect_uri: 'The redirect address is not registered with the app. Add it under OAuth & Permissions.',
  bad_client_secret: 'Slack does not accept SLACK_CLIENT_SECRET. Copy it again from Basic Information.',
  invalid_client_id: 'Slack does not know SLACK_CLIENT_ID. Copy it again from Basic Information.',
  unreachable: 'Slack did not answer. Try again in a minute.',
});

const WHY: Readonly<Record<string, WhyNot>> = {
  invalid_code: 'stale',
  code_already_used: 'stale',
  bad_redirect_uri: 'app',
  bad_client_secret: 'app',
  invalid_client_id: 'app',
  unreachable: 'unreachable',
};

/** Installs the app in a workspace and links it. */
function flow(around: Surroundings): Flow {
  const { settings, door } = around;
  const clientId = settings.SLACK_CLIENT_ID as string;
  const clientSecret = settings.SLACK_CLIENT_SECRET as string;
  if (around.asBot) throw new NotConnected(`On Slack the bot is its own account. Next: ${door.channel('slack')}`);
  return {
    title: 'Slack',
    scopes: SCOPES,
    start: async (redirectUri, state) => ({
      url: authorizeUrl({ authUrl: settings.SLACK_AUTH_URL, clientId, redirectUri, state }),
      verifier: null,
    }),
    async finish({ code, redirectUri }) {
      const given = { apiUrl: settings.SLACK_API_URL, clientId, clientSecret, redirectUri, code };
      const answer = await exchangeCode(given, around.fetch, around.now());
      if (!answer.ok)
        throw new NotConnected(
          whyNot(door)[answer.error] ?? `Slack said no: ${answer.error}. ${sentence(door.again)}.`,
          WHY[answer.error],
        );
      const { access, refresh, scopes, botUserId, team } = answer.value;
      mustBeExpected(around, team);
      mustHave(around, SCOPES, scopes);
      await mustBeFree(around, 'slack', team);
      const details = { botUserId, name: team.name };
      await storeToken(around.db, around.keys, 'slack', team.id, { access, refresh, scopes, details });
      await link(around, team);
    },
  };
}

async function link(ground: Ground, team: { readonly id: string; readonly name: string }): Promise<void> {
  await linkChannel(ground, { platform: 'slack', id: team.id, name: team.name });
  ground.tell({
    is: 'next',
    text: 'In each private channel where it should answer, paste:',
    copy: '/invite @waddlebot',
  });
}

export const slackLinks: PlatformLinks = {
  flow,
  asks: { channel: SCOPES },
  async mend(ground, channel) {
    const apiUrl = ground.settings.SLACK_API_URL;
    const token = await channel.token();
    let answer = await testToken(apiUrl, token, ground.fetch);
    if (answer !== 'ok' && answer !== 'unreachable')
      answer = await testToken(apiUrl, await channel.token(token), ground.fetch);
    if (answer === 'unreachable') throw new NotConnected('Slack did not answer. Try again in a minute.');
    if (answer !== 'ok')
      throw new NotConnected(
        `Slack does not accept the token any more (${answer}). ${sentence(ground.door.channel('slack'))}.`,
      );
    await link(ground, channel);
  },
  async leave({ settings, fetch, tell }, _channel, tokens) {
    if (!tokens) return;
    const answer = await revokeToken(settings.SLACK_API_URL, tokens.access, fetch);
    if (answer === 'unreachable') throw new NotConnected('Slack did not answer.');
    tell({ is: 'done', text: 'Slack took the token back.' });
  },
};
