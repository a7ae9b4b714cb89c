import type { World } from './world.ts';

/** What a browser got at the end of a way: all redirects were followed. */
export interface Landed {
  readonly status: number;
  readonly url: string;
  readonly text: string;
}

export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What its button says. */
  readonly button: string;
}

const MOST_HOPS = 6;

/** A browser as far as sign-in and consent need one: cookies of WaddleBot's own, redirects, and forms. */
export class Browser {
  readonly #world: Pick<World, 'publicUrl'>;
  readonly cookies = new Map<string, string>();

  constructor(world: Pick<World, 'publicUrl'>, session?: string) {
    this.#world = world;
    if (session !== undefined) this.cookies.set('wb_session', session);
  }

  /** Goes somewhere and follows where it is sent; `until` stops before an address that it is true of. */
  async go(
    to: string,
    { form, until }: { readonly form?: Readonly<Record<string, string>>; readonly until?: (url: URL) => boolean } = {},
  ): Promise<Landed> {
    const { publicUrl } = this.#world;
    let url = new URL(to, publicUrl);
    let body: URLSearchParams | undefined = form && new URLSearchParams(form);
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      if (until?.(url)) return { status: 0, url: url.href, text: '' };
      const isOurs = url.origin === new URL(publicUrl).origin;
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, {
        ...(body ? { method: 'POST', body } : {}),
        redirect: 'manual',
        headers: isOurs ? { cookie, ...(body ? { origin: publicUrl, 'sec-fetch-site': 'same-origin' } : {}) } : {},
      });
      if (isOurs) this.#keep(response);
      const next = response.headers.get('location');
      if (next === null) return { status: response.status, url: url.href, text: await response.text() };
      await response.body?.cancel();
      url = new URL(next, url);
      body = undefined;
    }
    throw new Error(`too many redirects from ${to}`);
  }

  /** Presses the button of a page that says so. */
  async press(page: string, button: string, more: Parameters<Browser['go']>[1] & { readonly tick?: string } = {}) {
    const { text } = await this.go(page);
    const form = formsOf(text).find((one) => one.button.includes(button));
    if (!form) throw new Error(`no button "${button}" on ${page}: ${text}`);
    const { tick, ...rest } = more;
    return this.go(form.action, { ...rest, form: { ...form.fields, ...(tick ? { [tick]: 'yes' } : {}) } });
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

const plain = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );

/** The forms of a page, with what they send unless ticked. */
export function formsOf(page: string): readonly Form[] {
  return [...page.matchAll(/<form method="post" action="([^"]*)">([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => ({
      action: plain(action),
      fields: Object.fromEntries(
        [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
          ([, name = '', value = '']) => [name, plain(value)],
        ),
      ),
      button: plain((/<button[^>]*>([\s\S]*?)<\/button>/.exec(inside)?.[1] ?? '').replace(/<[^>]*>/g, '')).trim(),
    }),
  );
}

/** What people read of a page. */
export const readable = (page: string): string =>
  plain(page.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
