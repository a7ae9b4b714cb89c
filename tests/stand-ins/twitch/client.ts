import type { TwitchStandIn } from '../twitch.ts';

export const CLIENT = { clientId: 'client', clientSecret: 'shh' };
export const REDIRECT = 'https://bot.example/auth/twitch/callback';

/** What the app does at the auth server and at Helix, for the tests of the stand-in. */
export class TwitchClient {
  #twitch: TwitchStandIn;

  constructor(twitch: TwitchStandIn) {
    this.#twitch = twitch;
  }

  /** Opens the consent page as a browser would, without following the redirect. */
  async authorize(scope: string, more: Record<string, string> = {}): Promise<Response> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: REDIRECT,
      scope,
      state: 'the state',
      ...more,
    });
    return fetch(`${this.#twitch.authUrl}/authorize?${query}`, { redirect: 'manual' });
  }

  /** The parameters that come back to the app. */
  async redirected(answer: Response): Promise<Record<string, string>> {
    await answer.body?.cancel();
    return Object.fromEntries(new URL(answer.headers.get('location') ?? 'no:redirect').searchParams);
  }

  async token(fields: Record<string, string>) {
    const body = new URLSearchParams({ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, ...fields });
    const answer = await fetch(`${this.#twitch.authUrl}/token`, { method: 'POST', body });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  }

  exchange(code: string, redirect_uri = REDIRECT) {
    return this.token({ grant_type: 'authorization_code', code, redirect_uri });
  }

  async appToken(): Promise<string> {
    return (await this.token({ grant_type: 'client_credentials' })).json.access_token;
  }

  /** Consents as this account and gives the tokens. */
  async connect(account: string, scope: string): Promise<{ access_token: string; refresh_token: string }> {
    this.#twitch.consent = { account };
    const { code = '' } = await this.redirected(await this.authorize(scope));
    return (await this.exchange(code)).json;
  }

  async validate(token: string) {
    const answer = await fetch(`${this.#twitch.authUrl}/validate`, { headers: { Authorization: `OAuth ${token}` } });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  }

  async helix(path: string, bearer: string, json?: unknown, method = json ? 'POST' : 'GET') {
    const headers = { Authorization: `Bearer ${bearer}`, 'Client-Id': CLIENT.clientId };
    const body = json === undefined ? undefined : JSON.stringify(json);
    const answer = await fetch(this.#twitch.apiUrl + path, { method, headers, body });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : undefined };
  }
}
