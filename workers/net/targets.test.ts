import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { publicTarget } from './targets.ts';

const NO_HURRY = new AbortController().signal;
const PUBLIC = ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'];

/** Every name has these addresses; names that were looked up are noted. */
function world(addresses: readonly string[] = PUBLIC, allowHosts: readonly string[] = []) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    return addresses;
  };
  const surroundings = { resolve, ownHosts: ['waddle.example.com'], allowHosts };
  const go = async (url: string) => {
    const target = await publicTarget(url, surroundings, NO_HURRY);
    return target instanceof URL ? target.href : target.reason;
  };
  return { go, asked };
}

describe('a URL that leads to the public internet', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['http://example.com/path?q=1', 'http://example.com/path?q=1'],
    ['HTTPS://EXAMPLE.COM/', 'https://example.com/'],
    ['https://example.com:443/', 'https://example.com/'],
    ['http://example.com:80/', 'http://example.com/'],
    ['http://example.com:443/', 'http://example.com:443/'],
    ['http://example.com:8080/', 'http://example.com:8080/'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['https://example.com./', 'https://example.com./'],
    ['https://example.com/#part', 'https://example.com/'],
    ['https://a-b.c_d.example.com/', 'https://a-b.c_d.example.com/'],
    ['https://münchen.de/', 'https://xn--mnchen-3ya.de/'],
    ['https://xn--mnchen-3ya.de/', 'https://xn--mnchen-3ya.de/'],
    ['https://ex%61mple.com/', 'https://example.com/'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
    ['https://internal.example.com/', 'https://internal.example.com/'],
    ['https://127.0.0.1.example.com/', 'https://127.0.0.1.example.com/'],
    ['https://1.1.1.1.example.com/', 'https://1.1.1.1.example.com/'],
    ['https://other.waddle.example.com/', 'https://other.waddle.example.com/'],
    ['https://example.com/http://127.0.0.1/', 'https://example.com/http://127.0.0.1/'],
  ])('is fetched: %s', async (url, href) => {
    const { go, asked } = world();
    expect(await go(url)).toBe(href);
    expect(asked).toEqual([new URL(url).hostname.replace(/\.$/, '')]);
  });
});

describe('a URL that is refused by its spelling, before anything is looked up,', () => {
  it.each([
    // Not for the web.
    ['ftp://example.com/', 'url'],
    ['file:///etc/passwd', 'url'],
    ['javascript:alert(1)', 'url'],
    ['data:text/plain,x', 'url'],
    ['ws://example.com/', 'url'],
    ['gopher://example.com/', 'url'],
    ['blob:https://example.com/1', 'url'],
    ['example.com', 'url'],
    ['//example.com', 'url'],
    ['', 'url'],
    [`https://example.com/${'x'.repeat(2_048)}`, 'url'],
    ['https://user@example.com/', 'url'],
    ['https://user:password@example.com/', 'url'],
    ['https://example.com@127.0.0.1/', 'url'],
    ['https://example.com:22/', 'url'],
    ['https://example.com:25/', 'url'],
    ['https://example.com:6379/', 'url'],
    ['https://example.com:0/', 'url'],
    ['https://example.com:65536/', 'url'],
    ['https://exa mple.com/', 'url'],
    ['https://*.example.com/', 'url'],
    ['https://a..example.com/', 'url'],
    ['https://-.example.com/', 'url'],
    ['https://', 'url'],
    // Addresses, as they are usually written.
    ['http://127.0.0.1/', 'private'],
    ['http://10.0.0.1/', 'private'],
    ['http://172.16.0.1/', 'private'],
    ['http://192.168.1.1/', 'private'],
    ['http://169.254.169.254/latest/meta-data/', 'private'],
    ['http://100.100.100.200/', 'private'],
    ['http://168.63.129.16/', 'private'],
    ['http://0.0.0.0/', 'private'],
    ['http://255.255.255.255/', 'private'],
    ['http://8.8.8.8/', 'private'],
    ['http://[::1]/', 'private'],
    ['http://[::]/', 'private'],
    ['http://[::ffff:127.0.0.1]/', 'private'],
    ['http://[::ffff:7f00:1]/', 'private'],
    ['http://[0:0:0:0:0:0:0:1]/', 'private'],
    ['http://[fe80::1]/', 'private'],
    ['http://[fd00:ec2::254]/', 'private'],
    ['http://[64:ff9b::7f00:1]/', 'private'],
    ['http://[2002:7f00:1::]/', 'private'],
    ['http://[2606:4700::1111]/', 'private'],
    // Addresses, as they can be written.
    ['http://2130706433/', 'private'],
    ['http://0x7f000001/', 'private'],
    ['http://0X7F000001/', 'private'],
    ['http://017700000001/', 'private'],
    ['http://0x7f.0.0.1/', 'private'],
    ['http://0177.0.0.1/', 'private'],
    ['http://0000177.0.0.1/', 'private'],
    ['http://127.1/', 'private'],
    ['http://127.0.1/', 'private'],
    ['http://0/', 'private'],
    ['http://127.0.0.1./', 'private'],
    ['http://127.0.0.1../', 'private'],
    ['http://１２７.０.０.１/', 'private'],
    ['http://127。0。0。1/', 'private'],
    ['http://①②⑦.⓪.⓪.①/', 'private'],
    ['http://%31%32%37.0.0.1/', 'private'],
    ['http://127.0.0.1:80/', 'private'],
    ['http://127.0.0.1#@example.com/', 'private'],
    ['http://127.0.0.1\\@example.com/', 'private'],
    ['http://1.2.3.4.5/', 'url'],
    ['http://256.256.256.256/', 'url'],
    ['http://4294967296/', 'url'],
    ['http://127.0.0.0x1g/', 'url'],
    ['http://[fe80::1%25eth0]/', 'url'],
    ['http://[::1', 'url'],
    ['http://[::1]example.com/', 'url'],
    ['http://::1/', 'url'],
    // Names that mean something near.
    ['http://localhost/', 'private'],
    ['http://LOCALHOST/', 'private'],
    ['http://localhost./', 'private'],
    ['http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', 'private'],
    ['http://lоcalhost/', 'private'], // with a Cyrillic о
    ['http://app.localhost/', 'private'],
    ['http://localhost.localdomain/', 'private'],
    ['http://printer.local/', 'private'],
    ['http://metadata.google.internal/', 'private'],
    ['http://metadata.goog/', 'private'],
    ['http://metadata/', 'private'],
    ['http://kubernetes.default.svc/', 'private'],
    ['http://db.cluster.local/', 'private'],
    ['http://router.lan/', 'private'],
    ['http://nas.home/', 'private'],
    ['http://nas.home.arpa/', 'private'],
    ['http://1.0.0.127.in-addr.arpa/', 'private'],
    ['http://wiki.corp/', 'private'],
    ['http://wiki.intranet/', 'private'],
    ['http://facebookcorewwwi.onion/', 'private'],
    ['http://stand-in.test/', 'private'],
    ['http://nothing.invalid/', 'private'],
    ['http://com/', 'private'],
    ['https://waddle.example.com/', 'private'],
    ['https://WADDLE.example.com./', 'private'],
    ['https://waddle.example.com:8443/', 'private'],
  ])('is never fetched: %s', async (url, reason) => {
    const { go, asked } = world();
    expect(await go(url)).toBe(reason);
    expect(asked).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['0.0.0.0'],
    ['0.1.2.3'],
    ['10.255.255.255'],
    ['100.64.0.1'],
    ['100.127.255.255'],
    ['168.63.129.16'],
    ['169.254.169.254'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.0.0.8'],
    ['192.0.2.1'],
    ['192.88.99.1'],
    ['192.31.196.1'],
    ['192.52.193.1'],
    ['192.168.0.1'],
    ['192.175.48.1'],
    ['198.18.0.1'],
    ['198.19.255.255'],
    ['198.51.100.1'],
    ['203.0.113.1'],
    ['224.0.0.251'],
    ['239.255.255.255'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['::'],
    ['::1'],
    ['::127.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:8.8.8.8'],
    ['64:ff9b::10.0.0.1'],
    ['64:ff9b:1::1'],
    ['100::1'],
    ['2001::1'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['2001:2::1'],
    ['2001:10::1'],
    ['2001:20::1'],
    ['2001:1ff:ffff::1'],
    ['2001:db8::1'],
    ['2002:c0a8:101::1'],
    ['2620:4f:8000::1'],
    ['3fff::1'],
    ['3fff:fff:ffff::1'],
    ['5f00::1'],
    ['fc00::1'],
    ['fd12:3456:789a::1'],
    ['fe80::1'],
    ['febf::1'],
    ['fec0::1'],
    ['ff02::1'],
    ['fe80::1%eth0'],
    ['127.1'],
    ['0x7f.0.0.1'],
    ['0127.0.0.1'],
    ['not an address'],
    [''],
    ['1::2::3'],
    ['1:2:3:4:5:6:7:8:9'],
    ['1:2:3:4:5:6:7'],
    ['12345::'],
    ['::1.2.3'],
  ])('is refused where any of its addresses is %s', async (address) => {
    expect(await world([address]).go('https://example.com/')).toBe('private');
    expect(await world([...PUBLIC, address]).go('https://example.com/')).toBe('private');
    expect(await world([address, ...PUBLIC]).go('https://example.com/')).toBe('private');
  });

  it.each([
    ['1.1.1.1'],
    ['9.255.255.255'],
    ['11.0.0.0'],
    ['100.63.255.255'],
    ['100.128.0.0'],
    ['126.255.255.255'],
    ['128.0.0.1'],
    ['168.63.129.17'],
    ['169.253.255.255'],
    ['172.15.255.255'],
    ['172.32.0.0'],
    ['192.0.1.1'],
    ['192.167.255.255'],
    ['192.169.0.0'],
    ['198.17.255.255'],
    ['198.20.0.0'],
    ['223.255.255.255'],
    ['2001:200::1'],
    ['2001:db7:ffff::1'],
    ['2001:db9::1'],
    ['2003::1'],
    ['2606:4700::1111'],
    ['2a00:1450:4001:830::200e'],
    ['3ffe::1'],
    ['2400:0:0:0:0:0:8.8.8.8'],
  ])('is fetched at %s, which is public', async (address) => {
    expect(await world([address]).go('https://example.com/')).toBe('https://example.com/');
  });

  it('that has no address is unknown', async () => {
    expect(await world([]).go('https://example.com/')).toBe('unknown-host');
  });

  it('that cannot be looked up is not fetched', async () => {
    const resolve = () => Promise.reject(new Error('the resolver is away'));
    const target = await publicTarget('https://example.com', { resolve, ownHosts: [], allowHosts: [] }, NO_HURRY);
    expect(target).toMatchObject({ ok: false, reason: 'resolver' });
  });
});

describe('hosts that tests allow', () => {
  it('may be this machine, at any port', async () => {
    const { go, asked } = world(PUBLIC, ['127.0.0.1', 'localhost:3000', '::1']);
    expect(await go('http://127.0.0.1:12345/x')).toBe('http://127.0.0.1:12345/x');
    expect(await go('http://0x7f.1:12345/')).toBe('http://127.0.0.1:12345/');
    expect(await go('http://[::1]:12345/')).toBe('http://[::1]:12345/');
    expect(await go('http://localhost:3000/')).toBe('http://localhost:3000/');
    expect(await go('http://localhost:3001/')).toBe('url');
    expect(await go('http://localhost/')).toBe('private');
    expect(await go('http://127.0.0.2/')).toBe('private');
    expect(asked).toEqual([]);
  });

  it('may be names that lead to this machine, and to nothing else that is private', async () => {
    expect(await world(['127.0.0.1', '::1'], ['api.test']).go('http://api.test:9000/')).toBe('http://api.test:9000/');
    expect(await world(['127.0.0.1', '10.0.0.1'], ['api.test']).go('http://api.test/')).toBe('private');
    expect(await world(['127.0.0.1'], ['other.test']).go('http://api.test/')).toBe('private');
  });

  it('are never other private addresses', async () => {
    expect(await world(PUBLIC, ['10.0.0.1', '169.254.169.254']).go('http://10.0.0.1/')).toBe('private');
  });
});

/** One part of an IPv4 address in every base that URL takes. */
const spelled = (value: number) =>
  fc.tuple(fc.constantFrom(10, 16, 8), fc.integer({ min: 0, max: 4 }), fc.boolean()).map(([base, zeros, isUpper]) => {
    if (base === 10) return String(value);
    const digits = '0'.repeat(zeros) + value.toString(base);
    return base === 8 ? `0${digits}` : isUpper ? `0X${digits.toUpperCase()}` : `0x${digits}`;
  });

const PRIVATE_V4 = fc
  .tuple(
    fc.constantFrom([10], [127], [0], [192, 168], [172, 16], [172, 31], [169, 254], [100, 64], [198, 18], [224], [255]),
    fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
  )
  .map(([start, rest]) => [...start, ...rest].slice(0, 4) as [number, number, number, number]);

/** The address in one to four parts, the last of which takes what the others leave. */
const anySpelling = PRIVATE_V4.chain(([a, b, c, d]) =>
  fc
    .constantFrom(
      [a, b, c, d],
      [a, b, c * 256 + d],
      [a, b * 65_536 + c * 256 + d],
      [((a * 256 + b) * 256 + c) * 256 + d],
    )
    .chain((parts) => fc.tuple(...parts.map(spelled)))
    .chain((parts) => fc.tuple(fc.constant(parts.join('.')), fc.constantFrom('', '.', ':80', ':8080', '/path?x#y')))
    .map(([host, end]) => host + end),
);

const wide = (text: string) => text.replace(/[0-9a-z.]/gi, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

describe('a private address', () => {
  it('is refused in every spelling', async () => {
    await fc.assert(
      fc.asyncProperty(anySpelling, fc.boolean(), fc.constantFrom('http', 'https'), async (host, isWide, scheme) => {
        const { go, asked } = world();
        const url = `${scheme}://${isWide ? host.replace(/^[^:/]+/, wide) : host}`;
        expect(['private', 'url']).toContain(await go(url));
        expect(asked).toEqual([]);
      }),
      { numRuns: cases(20_000) },
    );
  });

  it('is refused inside of every kind of IPv6 address', async () => {
    const around = fc.constantFrom('::', '::ffff:', '64:ff9b::', '0:0:0:0:0:ffff:', '::ffff:0:0:');
    await fc.assert(
      fc.asyncProperty(PRIVATE_V4, around, fc.boolean(), async ([a, b, c, d], prefix, isHex) => {
        const tail = isHex ? `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : [a, b, c, d].join('.');
        expect(['private', 'url']).toContain(await world().go(`http://[${prefix}${tail}]/`));
        expect(await world([`${prefix}${tail}`]).go('http://example.com/')).toBe('private');
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('whatever is typed', () => {
  it('is a URL that may be fetched or is refused in words', async () => {
    const typed = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.string({ unit: 'binary' }).map((text) => `http://${text}`),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect(await world().go(text)).toMatch(/^(?:https?:|url$|private$)/);
      }),
      { numRuns: cases(5_000) },
    );
  });
});
