import { authorizeUrl, exchangeCode, SCOPES } from '../../workers/platforms/slack/oauth.ts';
import { storeToken } from '../../workers/router/installations.ts';
import { type Flow, linkChannel, mustBeExpected, mustHave, NotConnected, type Surroundings } from './flow.ts';

const WHY: Readonly<Record<string, string>> = {
  invalid_code: 'Slack does not know this consent (any more). Run this again.',
  code_already_used: 'This consent was used already. Run this again.',
  bad_redirect_uri: 'The redirect address is not registered with the app. Add it under OAuth & Permissions.',
  bad_client_secret: 'Slack does not accept SLACK_CLIENT_SECRET. Copy it again from Basic Information.',
  invalid_client_id: 'Slack does not know SLACK_CLIENT_ID. Copy it again from Basic Information.',
  unreachable: 'Slack did not answer. Try again in a minute.',
};

/** Installs the app in a workspace and links it. */
export function slackFlow(around: Surroundings): Flow {
  const { settings } = around;
  const clientId = settings.SLACK_CLIENT_ID as string;
  const clientSecret = settings.SLACK_CLIENT_SECRET as string;
  if (around.asBot) throw new NotConnected('On Slack the bot is its own account: run npm run connect slack.');
  return {
    title: 'Slack',
    scopes: SCOPES,
    authorizeUrl: async (redirectUri, state) =>
      authorizeUrl({ authUrl: settings.SLACK_AUTH_URL, clientId, redirectUri, state }),
    async finish(code, redirectUri) {
      const given = { apiUrl: settings.SLACK_API_URL, clientId, clientSecret, redirectUri, code };
      const answer = await exchangeCode(given, around.fetch, around.now());
      if (!answer.ok) throw new NotConnected(WHY[answer.error] ?? `Slack said no: ${answer.error}. Run this again.`);
      const { access, refresh, scopes, botUserId, team } = answer.value;
      mustBeExpected(around, team);
      mustHave(SCOPES, scopes);
      const details = { botUserId, name: team.name };
      await storeToken(around.db, around.keys, 'slack', team.id, { access, refresh, scopes, details });
      await linkChannel(around, { platform: 'slack', id: team.id, name: team.name });
      around.say('In each private channel where it should answer, paste:\n    /invite @waddlebot');
    },
  };
}
