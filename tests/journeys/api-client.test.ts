import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'openapi-typescript-codegen';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA } from '../../scripts/local/run-file.ts';
import { aKey } from '../support/api.ts';
import { startWorld, type World } from '../support/world.ts';

type Call = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;
type Service = Readonly<Record<string, Call>>;

/** What the generator makes of the document: a class with a service for each tag, a function for each operation. */
interface Generated {
  readonly WaddleBot: new (config: {
    readonly BASE: string;
    readonly TOKEN: string;
  }) => Readonly<Record<'communities' | 'roles' | 'commands' | 'channels' | 'keys', Service>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

let world: World;
let document: Document;
let folder: string;
let generated: Generated;

beforeAll(async () => {
  world = await startWorld();
  document = (await (await fetch(`${world.worker.url}/openapi.json`)).json()) as Document;
  await mkdir(DATA, { recursive: true });
  folder = await mkdtemp(path.join(DATA, 'api-client-'));
  const output = path.join(folder, 'client');
  await generate({
    input: document as unknown as Record<string, unknown>,
    output,
    httpClient: 'fetch',
    clientName: 'WaddleBot',
    useOptions: true,
  });
  generated = (await import(/* @vite-ignore */ path.join(output, 'index.ts'))) as Generated;
});
afterAll(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true });
});

const clientFor = async (TOKEN: string) => new generated.WaddleBot({ BASE: world.worker.url, TOKEN });

describe('a client generated from the OpenAPI document', () => {
  it('is sound TypeScript', async () => {
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--module', 'esnext'];
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    const file = path.join(folder, 'client/index.ts');
    const settings = [
      '--ignoreConfig',
      '--moduleResolution',
      'bundler',
      '--types',
      'node',
      '--lib',
      'es2024,dom,dom.iterable',
    ];
    const checking = promisify(execFile)(process.execPath, [tsc, ...options, ...settings, file], { cwd: folder });
    const told = await checking.catch((error: { readonly stdout: string; readonly message: string }) => ({
      stdout: error.stdout || error.message,
    }));
    expect(told.stdout).toBe('');
  });

  it('has a function for every operation', async () => {
    const client = await clientFor('');
    const functions = Object.values(client).flatMap((service) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(service) as object),
    );
    const operations = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(functions).toEqual(expect.arrayContaining(operations));
  });

  it('reads, writes once, pages and hears what is wrong', async () => {
    const client = await clientFor(await aKey(world));
    const inDemo = { communityId: 'demo' };
    expect(await client.communities.getCommunity?.(inDemo)).toMatchObject({ slug: 'demo', prefix: '!' });

    const edit = { ...inDemo, idempotencyKey: 'a-client-of-ours', requestBody: { unknownHint: true } };
    const edited = await client.communities.editCommunity?.(edit);
    expect(edited).toMatchObject({ unknownHint: true });
    expect(await client.communities.editCommunity?.(edit)).toEqual(edited);
    expect(await world.rows(`select 1 from audit_log where action = 'community.edit'`)).toHaveLength(1);

    for (const account of ['twitch:1', 'twitch:2', 'twitch:3'])
      await client.roles.giveRole?.({ ...inDemo, account, requestBody: { role: 'viewer' } });
    const first = (await client.roles.listRoles?.({ ...inDemo, limit: 2 })) as { data: unknown[]; next: string };
    const second = (await client.roles.listRoles?.({ ...inDemo, limit: 2, cursor: first.next })) as typeof first;
    expect([first.data.length, second.data.length, second.next]).toEqual([2, 1, null]);
    expect(await client.roles.takeRole?.({ ...inDemo, account: 'twitch:1' })).toBeUndefined();

    await expect(client.communities.getCommunity?.({ communityId: 'nowhere' })).rejects.toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
    await expect(client.keys.listKeys?.({})).rejects.toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
  });
});
