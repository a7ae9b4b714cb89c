import { describe, expect, it } from 'vitest';
import { requestLease, topicOf } from './websub.ts';

const REQUEST = {
  hubUrl: 'https://hub.example/subscribe',
  callback: 'https://bot.example/webhooks/youtube/token-1',
  topic: topicOf('UCdemo0000000000000000000'),
  secret: 'the secret of this lease',
};

function hub(answer: () => Response | Promise<Response>) {
  const asked: { url: string; form: Record<string, string>; init: RequestInit }[] = [];
  const fetcher = (async (url, init) => {
    asked.push({
      url: String(url),
      form: Object.fromEntries(init?.body as URLSearchParams),
      init: init as RequestInit,
    });
    return answer();
  }) as typeof fetch;
  return { asked, fetcher };
}

describe('a lease', () => {
  it('is of the one form of topic the hub takes', () => {
    expect(REQUEST.topic).toBe('https://www.youtube.com/xml/feeds/videos.xml?channel_id=UCdemo0000000000000000000');
    expect(topicOf('a&b')).toBe('https://www.youtube.com/xml/feeds/videos.xml?channel_id=a%26b');
  });

  it('is asked for with its callback, its secret and its time', async () => {
    const { asked, fetcher } = hub(() => new Response('', { status: 202 }));
    expect(await requestLease(REQUEST, fetcher)).toEqual({ ok: true });
    expect(asked[0]).toMatchObject({
      url: REQUEST.hubUrl,
      init: { method: 'POST', redirect: 'manual' },
      form: {
        'hub.mode': 'subscribe',
        'hub.callback': REQUEST.callback,
        'hub.topic': REQUEST.topic,
        'hub.verify': 'async',
        'hub.secret': REQUEST.secret,
        'hub.lease_seconds': '432000',
      },
    });
  });

  it('may be asked for longer, and may be ended', async () => {
    const { asked, fetcher } = hub(() => new Response(null, { status: 204 }));
    await requestLease({ ...REQUEST, mode: 'unsubscribe', leaseSeconds: 60 }, fetcher);
    expect(asked[0]?.form).toMatchObject({ 'hub.mode': 'unsubscribe', 'hub.lease_seconds': '60' });
  });

  it.each([
    [400, true],
    [403, true],
    [429, false],
    [500, false],
    [503, false],
    [302, false],
  ])('may be refused with HTTP %d (final: %s)', async (status, final) => {
    const { fetcher } = hub(() => new Response('Restricted topic', { status }));
    expect(await requestLease(REQUEST, fetcher)).toEqual({ ok: false, reason: `HTTP ${status}`, final });
  });

  it('may find no hub', async () => {
    const { fetcher } = hub(() => Promise.reject(new DOMException('late', 'TimeoutError')));
    expect(await requestLease(REQUEST, fetcher)).toEqual({ ok: false, reason: 'TimeoutError', final: false });
  });

  it('has no secret that is too long for the hub, in bytes', async () => {
    const { asked, fetcher } = hub(() => new Response('', { status: 202 }));
    await expect(requestLease({ ...REQUEST, secret: 'ü'.repeat(100) }, fetcher)).rejects.toThrow(RangeError);
    expect(await requestLease({ ...REQUEST, secret: 'u'.repeat(199) }, fetcher)).toEqual({ ok: true });
    expect(asked).toHaveLength(1);
  });
});
