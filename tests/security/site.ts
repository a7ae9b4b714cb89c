import { request as rawRequest } from 'node:http';
import { expect } from 'vitest';
import { type ApiAnswer, type ApiRequest, ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import type { World } from '../support/world.ts';

/** One attack, by what it tries, and what has to come of it: it throws where the attack works. */
export interface Abuse {
  readonly name: string;
  readonly attack: (site: Site) => Promise<void>;
}

/** An answer as it comes over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A WaddleBot with people in it, as an attacker finds it. Whatever is sent, no answer is a 5xx. */
export class Site {
  readonly world: World;
  readonly owner: TestPerson;
  readonly viewer: TestPerson;
  /** Somebody else's community, and its owner. */
  readonly other: { readonly slug: string; readonly owner: TestPerson };

  private constructor(world: World, people: Pick<Site, 'owner' | 'viewer' | 'other'>) {
    this.world = world;
    this.owner = people.owner;
    this.viewer = people.viewer;
    this.other = people.other;
  }

  static async open(world: World): Promise<Site> {
    await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), 'others', 'Others')`);
    return new Site(world, {
      owner: await aPerson(world, { roles: { demo: 'owner' } }),
      viewer: await aPerson(world, { roles: { demo: 'viewer' } }),
      other: { slug: 'others', owner: await aPerson(world, { roles: { others: 'owner' } }) },
    });
  }

  /** Asks the API as somebody who is signed in. */
  async api<Body>(
    method: string,
    path: string,
    asked: ApiRequest = {},
    as: TestPerson | null = this.owner,
  ): Promise<ApiAnswer<Body>> {
    const headers = { ...as?.asked.headers, ...asked.headers };
    const answer = await ask<Body>(this.world, method, path, { key: null, ...asked, headers });
    expect(answer.status, answer.text).toBeLessThan(500);
    return answer;
  }

  /** Sends a request line and headers as they are, which `fetch` would mend. */
  raw(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<RawAnswer> {
    const { hostname, port } = new URL(this.world.worker.url);
    return new Promise((resolve, reject) => {
      const sent = rawRequest(
        { hostname, port, method, path, headers, setHost: headers.host === undefined },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const status = answer.statusCode ?? 0;
            if (status >= 500) reject(new Error(`${method} ${path} answered ${status}: ${text.slice(0, 200)}`));
            else resolve({ status, headers: answer.headers, text });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** How many quotes there are, to see whether something changed. */
  async quotes(): Promise<number> {
    const [row] = await this.world.rows<{ count: number }>('select count(*)::integer as count from quotes');
    return row?.count ?? 0;
  }
}

/** Each attack of a list at each of some places. */
export const crossed = <One, Other>(
  ones: readonly One[],
  others: readonly Other[],
  abuse: (one: One, other: Other) => Abuse,
): readonly Abuse[] => ones.flatMap((one) => others.map((other) => abuse(one, other)));
