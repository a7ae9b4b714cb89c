import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../workers/core/templates/nodes.ts';
import type { Given } from './world.ts';
import { PIA, says } from './world.ts';

/** The requests that a text makes. */
async function requests(text: string, dialect: Dialect, given: Given = {}) {
  const made: { url: string; headers: Readonly<Record<string, string>> }[] = [];
  const fetchText = async (url: string, headers: Readonly<Record<string, string>>) => {
    made.push({ url, headers });
    return { is: 'answered' as const, status: 200, text: 'ok' };
  };
  await says(text, dialect, { ...given, sources: { fetchText } });
  return made;
}

const headersOf = async (text: string, dialect: Dialect, given?: Given) =>
  (await requests(text, dialect, given))[0]?.headers ?? {};

describe('a web request tells who asks', () => {
  it('as Nightbot does (UrlFetch: “Headers”)', async () => {
    for (const dialect of ['nightbot', 'native'] as const) {
      expect(
        await headersOf('$(urlfetch https://x.example)', dialect, { responseUrl: 'https://bot.example/late/1' }),
      ).toEqual({
        'Nightbot-Response-Url': 'https://bot.example/late/1',
        'Nightbot-User': 'name=pia&displayName=Pia&provider=twitch&providerId=42&userLevel=twitch_vip',
        'Nightbot-Channel': 'name=waddle_demo&displayName=Waddle_Demo&provider=twitch&providerId=1000001',
      });
    }
  });

  it('without a user in a timer (“not sent when the urlfetch is called from a timer”)', async () => {
    expect(Object.keys(await headersOf('$(urlfetch https://x.example)', 'nightbot', { author: null }))).toEqual([
      'Nightbot-Channel',
    ]);
    expect(await headersOf('$(customapi https://x.example)', 'fossabot', { author: null })).toMatchObject({
      'x-fossabot-hasmessage': 'false',
    });
  });

  it('as Fossabot does (customapi: “List of Common Headers”, “List of Message Headers”)', async () => {
    expect(await headersOf('$(customapi https://x.example)', 'fossabot')).toEqual({
      'x-fossabot-channelid': 'c0ffee',
      'x-fossabot-channeldisplayname': 'Waddle_Demo',
      'x-fossabot-channellogin': 'waddle_demo',
      'x-fossabot-channelslug': 'demo',
      'x-fossabot-channelprovider': 'twitch',
      'x-fossabot-channelproviderid': '1000001',
      'x-fossabot-customapitoken': expect.stringMatching(/^[0-9a-f]{32}$/),
      'x-fossabot-hasmessage': 'true',
      'x-fossabot-message-id': 'msg-1',
      'x-fossabot-message-userlogin': 'pia',
      'x-fossabot-message-userdisplayname': 'Pia',
      'x-fossabot-message-userprovider': 'twitch',
      'x-fossabot-message-userproviderid': '42',
    });
  });

  it('not at all in StreamElements (“You cannot set custom request headers”)', async () => {
    expect(await headersOf('$(customapi https://x.example)', 'streamelements')).toEqual({});
  });

  it('in headers that any name fits into', async () => {
    const author = { ...PIA, displayName: 'Piå 🦆\r\nX-Evil: 1' };
    for (const dialect of ['nightbot', 'fossabot'] as const) {
      const sent = await headersOf('$(customapi https://x.example)', dialect, { author });
      expect(() => new Headers(sent as Record<string, string>)).not.toThrow();
      expect(JSON.stringify(Object.values(sent))).not.toMatch(/\\[rn]/);
    }
  });
});

describe('an address', () => {
  it('keeps blanks as %20, and in StreamElements loses them and gets its http://', async () => {
    const url = async (text: string, dialect: Dialect, args = '') => (await requests(text, dialect, { args }))[0]?.url;
    expect(await url('$(urlfetch https://x.example/$(query))', 'nightbot', 'a b')).toBe('https://x.example/a%20b');
    expect(await url('$(customapi x.example/$(1:))', 'streamelements', 'a b')).toBe('http://x.example/ab');
    expect(await url('$(customapi "https://x.example")', 'fossabot')).toBe('https://x.example');
  });

  it('asks for JSON only where its author wrote so', async () => {
    const [made] = await requests('$(eval $(urlfetch $(query)))', 'nightbot', { args: 'json https://x.example' });
    expect(made?.url).toBe('json%20https://x.example');
    const [other] = await requests('$(eval $(urlfetch $(1) $(2)))', 'nightbot', { args: 'json https://x.example' });
    expect(other?.url).toBe('json%20https://x.example');
  });
});
