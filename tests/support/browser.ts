import { someAddress } from './api.ts';
import { noteSecret } from './secrets.ts';
import type { World } from './world.ts';

export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Every address that it led through, the last one as well. */
  readonly through: readonly string[];
}

const MOST_REDIRECTS = 10;

/** A browser at somebody's desk: keeps cookies of the bot's site, follows redirects, sends forms as our pages do. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #world: World;
  readonly #address: string;
  /** `Referrer-Policy` of the page that is shown: with `no-referrer` browsers send forms with `Origin: null`. */
  #policy: string | null = null;
  /** Whether redirects are followed. */
  follows = true;

  constructor(world: World, address = someAddress()) {
    this.#world = world;
    this.#address = address;
  }

  /** @param to an address, or a path of the bot's */
  get(to: string): Promise<Shown> {
    return this.#go(new URL(to, this.#world.publicUrl), {});
  }

  /** Sends a form of one of our pages. A page has to have been seen before. */
  post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Shown> {
    const body = new URLSearchParams({ _csrf: this.cookies.get('wb_csrf') ?? '', ...fields });
    const origin = this.#policy === 'no-referrer' ? 'null' : this.#world.publicUrl;
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    return this.#go(new URL(path, this.#world.publicUrl), { method: 'POST', body, headers });
  }

  /** Who is signed in, as the API says; null where nobody is. */
  async me(): Promise<Me | null> {
    const { status, text } = await this.get('/api/v1/me');
    return status === 200 ? (JSON.parse(text) as Me) : null;
  }

  async #go(url: URL, init: RequestInit, through: readonly string[] = []): Promise<Shown> {
    const isOurs = url.origin === this.#world.publicUrl;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        accept: 'text/html',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...(isOurs ? { cookie, 'cf-connecting-ip': this.#address } : {}),
      },
    });
    if (isOurs) for (const line of response.headers.getSetCookie()) this.#keep(line);
    const visited = [...through, url.href];
    const location = response.headers.get('location');
    if (location !== null && this.follows && visited.length < MOST_REDIRECTS) {
      await response.body?.cancel();
      return this.#go(new URL(location, url), {}, visited);
    }
    this.#policy = response.headers.get('referrer-policy');
    return { url, status: response.status, headers: response.headers, text: await response.text(), through: visited };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, noteSecret(`cookie ${name}`, value));
  }
}

export interface Me {
  readonly person: string;
  readonly displayName: string;
  readonly accounts: readonly {
    readonly platform: string;
    readonly account: string;
    readonly login: string;
    readonly displayName: string;
    readonly isPrimary: boolean;
  }[];
  readonly session: { readonly id: string; readonly method: string; readonly provedAt: string };
}
