import { describe, expect, it } from 'vitest';
import { dohResolver } from './resolver.ts';

const A = 1;
const CNAME = 5;
const AAAA = 28;

interface Answered {
  readonly Status?: number;
  readonly TC?: boolean;
  readonly Answer?: readonly {
    readonly name: string;
    readonly type: number;
    readonly TTL: number;
    readonly data: string;
  }[];
}

const record = (name: string, type: number, data: string) => ({ name, type, TTL: 60, data });

/** A resolver's server that answers by type of question. */
function server(answers: { readonly A?: Answered | Response; readonly AAAA?: Answered | Response }) {
  const asked: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const type = url.searchParams.get('type') as 'A' | 'AAAA';
    asked.push(
      `${url.origin}${url.pathname} ${url.searchParams.get('name')} ${type} ${new Headers(init?.headers).get('accept')}`,
    );
    const answer = answers[type] ?? {};
    return answer instanceof Response ? answer : Response.json({ Status: 0, TC: false, ...answer });
  };
  const resolve = dohResolver(fetcher, 'https://dns.example.com/dns-query');
  return { asked, look: () => resolve('example.com', new AbortController().signal) };
}

describe('a name', () => {
  it('has the addresses of both kinds', async () => {
    const { look, asked } = server({
      A: { Answer: [record('example.com', A, '93.184.215.14'), record('example.com', A, '93.184.215.15')] },
      AAAA: { Answer: [record('example.com', AAAA, '2606:2800::1')] },
    });
    expect(await look()).toEqual(['93.184.215.14', '93.184.215.15', '2606:2800::1']);
    expect(asked).toEqual([
      'https://dns.example.com/dns-query example.com. A application/dns-json',
      'https://dns.example.com/dns-query example.com. AAAA application/dns-json',
    ]);
  });

  it('has the addresses at the end of its aliases', async () => {
    const chain = [
      record('example.com', CNAME, 'cdn.example.net.'),
      record('cdn.example.net', CNAME, 'edge.example.org.'),
    ];
    const { look } = server({
      A: { Answer: [...chain, record('edge.example.org', A, '10.0.0.1')] },
      AAAA: { Answer: chain },
    });
    expect(await look()).toEqual(['10.0.0.1']);
  });

  it('has none where it does not exist', async () => {
    expect(await server({ A: { Status: 3 }, AAAA: { Status: 3 } }).look()).toEqual([]);
    expect(await server({}).look()).toEqual([]);
  });
});

describe('a resolver that does not tell', () => {
  it.each([
    ['fails', { A: { Status: 2 } }],
    ['refuses', { AAAA: { Status: 5 } }],
    ['leaves something out', { A: { TC: true, Answer: [record('example.com', A, '93.184.215.14')] } }],
    ['is away', { AAAA: new Response('away', { status: 503 }) }],
    ['is away, and answers all the same', { A: Response.json({ Status: 0, Answer: [] }, { status: 503 }) }],
    ['sends somewhere else', { A: new Response(null, { status: 302, headers: { location: 'http://x.example.com' } }) }],
    ['answers with something else', { A: new Response('<html>') }],
    ['answers with another shape', { A: Response.json({ Status: 0, Answer: 'none' }) }],
    ['answers with nothing', { A: Response.json(null) }],
  ])('has no answer when it %s', async (_, answers) => {
    await expect(server(answers).look()).rejects.toThrow();
  });

  it('is not waited for after the time is up', async () => {
    const fetcher: typeof fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const abort = new AbortController();
    const looked = dohResolver(fetcher, 'https://dns.example.com')('example.com', abort.signal);
    abort.abort();
    await expect(looked).rejects.toThrow('aborted');
  });
});
