import { parseHTML } from 'linkedom';
import { someAddress } from './api.ts';
import { noteSecret } from './secrets.ts';
import type { World } from './world.ts';

export interface Page {
  readonly status: number;
  /** As the browser shows it, after redirects. */
  readonly path: string;
  readonly headers: Headers;
  readonly html: string;
  /** What somebody reads. */
  readonly text: string;
}

/** A browser as far as pages without scripts need one: cookies, forms, redirects. Each comes from a network of its own. */
export class Browser {
  readonly #world: World;
  readonly #jar = new Map<string, string>();
  #sentOrigin = 'null';
  readonly address = someAddress();
  readonly origin: string;

  /** @param origin as people typed it; else the one that the Worker thinks it is reached at */
  constructor(world: World, origin = world.publicUrl) {
    this.#world = world;
    this.origin = origin;
  }

  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** A browser that holds the same cookies. */
  copy(): Browser {
    const other = new Browser(this.#world, this.origin);
    for (const [name, value] of this.#jar) other.#jar.set(name, value);
    other.#sentOrigin = this.#sentOrigin;
    return other;
  }

  /** Puts a cookie into the jar. */
  keep(name: string, value: string): void {
    this.#jar.set(name, value);
  }

  get session(): string | undefined {
    return this.#jar.get('wb_session');
  }

  /** One request, without following anything. */
  async request(
    method: string,
    path: string,
    init: { readonly body?: string; readonly headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const response = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'manual',
      headers: {
        'cf-connecting-ip': this.address,
        cookie: this.cookie,
        ...(method === 'GET' ? {} : { origin: this.#sentOrigin, 'sec-fetch-site': 'same-origin' }),
        ...init.headers,
      },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    // Forms of pages that send no referrer say nothing of where they come from (Fetch, "append a request Origin header").
    if (method === 'GET')
      this.#sentOrigin = response.headers.get('referrer-policy') === 'no-referrer' ? 'null' : this.origin;
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.#jar.delete(name);
      else this.#jar.set(name, noteSecret(`cookie ${name}`, value));
    }
    return response;
  }

  async #shown(response: Response, path: string): Promise<Page> {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      return this.open(location);
    }
    const html = await response.text();
    const text = parseHTML(html).document.querySelector('main')?.textContent?.replace(/\s+/g, ' ').trim() ?? html;
    return { status: response.status, path, headers: response.headers, html, text };
  }

  async open(path: string): Promise<Page> {
    return this.#shown(await this.request('GET', path), path);
  }

  /** Fills in a form of a page (the one with this action) and sends it; hidden fields go along as they are. */
  async send(page: Page, action: string, fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    const body = this.fields(page, action, fields);
    return this.#shown(await this.post(action, body), action);
  }

  /** The same, without following: what came of it. */
  post(action: string, body: URLSearchParams): Promise<Response> {
    for (const [name, value] of body)
      if (/^(?:password|old|again|code)$/.test(name)) noteSecret(`typed ${name}`, value);
    return this.request('POST', action, {
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  fields(page: Page, action: string, fields: Readonly<Record<string, string>> = {}): URLSearchParams {
    const form = [...parseHTML(page.html).document.querySelectorAll('form')].find(
      (each) => each.getAttribute('action') === action,
    );
    if (!form) throw new Error(`no form for ${action} on: ${page.status} ${page.text}`);
    const body = new URLSearchParams();
    for (const input of form.querySelectorAll('input'))
      if (!input.hasAttribute('disabled'))
        body.set(input.getAttribute('name') ?? '', input.getAttribute('value') ?? '');
    for (const [name, value] of Object.entries(fields)) {
      if (!body.has(name)) throw new Error(`no field ${name} for ${action} on: ${page.text}`);
      body.set(name, value);
    }
    return body;
  }
}
