import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshWebhookSecret, signWebhook } from '../../workers/core/standard-webhooks.ts';
import { ownPort } from '../support/own-port.ts';

/** The examples of docs/modules.md, as they are printed there, with what runs them. */
const EXAMPLES = [
  { file: 'roll.ts', fence: 'ts', command: process.execPath, args: [] },
  { file: 'roll.py', fence: 'python', command: 'python3', args: [] },
  { file: 'roll.go', fence: 'go', command: 'go', args: ['run'] },
] as const;

const SECRET = freshWebhookSecret();
const isHere = (command: string): boolean =>
  spawnSync(command, [command === 'go' ? 'version' : '--version']).status === 0;

let folder: string;
let page: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'modules-'));
  page = await readFile('docs/modules.md', 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A block of the page that begins with the name of its file. */
function blockOf(file: string, fence: string): string {
  const [, code] =
    new RegExp(`\n\`\`\`${fence}\n((?://|#) ${file.replace('.', '\\.')}\n[\\s\\S]*?)\n\`\`\`\n`).exec(page) ?? [];
  if (code === undefined) throw new Error(`docs/modules.md has no ${file}`);
  return code;
}

const invocation = (args: string) => ({
  type: 'invocation',
  id: 'inv_1',
  args,
  text: `!roll ${args}`,
  actor: { platform: 'twitch', account: '2000011', login: 'pia', displayName: 'Pia 🐧', level: 'everyone' },
});

describe.each(EXAMPLES)('the example $file', ({ file, fence, command, args }) => {
  const skip = !isHere(command);
  let running: ChildProcess | undefined;
  let url: string;

  /** Asks as WaddleBot does, signed by its own signer. */
  async function ask(
    sides: string,
    { id = crypto.randomUUID(), secret = SECRET, at = Date.now(), headers = {}, body: sent = '' } = {},
  ) {
    const body = sent || JSON.stringify(invocation(sides));
    const signed = await signWebhook(secret, { id, at }, body);
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...signed, 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  beforeAll(async () => {
    if (skip) return;
    const source = path.join(folder, file);
    await writeFile(source, `${blockOf(file, fence)}\n`);
    const port = await ownPort();
    url = `http://127.0.0.1:${port}/`;
    running = spawn(command, [...args, source], {
      env: { ...process.env, MODULE_SECRET: SECRET, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let said = '';
    running.stderr?.on('data', (chunk) => (said += chunk));
    for (let tries = 0; ; tries++) {
      const answer = await fetch(url, { method: 'POST' }).catch(() => null);
      if (answer) return;
      if (tries > 800 || running.exitCode !== null) throw new Error(`${file} did not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  afterAll(() => {
    // With what it started: `go run` starts the program it built.
    if (running?.pid !== undefined && running.exitCode === null) process.kill(-running.pid);
  });

  it.skipIf(skip)('answers who is signed as the bot signs', async () => {
    expect(await ask('20')).toEqual({
      status: 200,
      text: expect.stringMatching(/^\{"text": ?"Pia (?:🐧|\\ud83d\\udc27) rolled \d+ of 20\."\}\s*$/),
    });
    for (const odd of ['', 'x', '-1', '1e9', '٣']) expect((await ask(odd)).text, odd).toMatch(/rolled [1-6] of 6\./);
  });

  it.skipIf(skip)('rolls once for one id, however often it is asked', async () => {
    const id = 'inv_same';
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('999999', { id })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await ask('999999')).text).not.toBe(answers[0]?.text);
  });

  it.skipIf(skip)('turns everybody else away', async () => {
    const wrong = [
      { secret: freshWebhookSecret() },
      { at: Date.now() - 301_000 },
      // Well ahead: the clock goes on while the others are asked.
      { at: Date.now() + 600_000 },
      { headers: { 'webhook-id': 'another' } },
      { headers: { 'webhook-timestamp': 'soon' } },
      { headers: { 'webhook-signature': 'v1,AAAA v1a,BBBB' } },
    ];
    for (const each of wrong) expect((await ask('20', each)).status, JSON.stringify(each)).toBe(401);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it.skipIf(skip)('takes the right signature among others, while a secret is being changed', async () => {
    const body = JSON.stringify(invocation('20'));
    const at = Date.now();
    const [old, fresh] = await Promise.all(
      [freshWebhookSecret(), SECRET].map((secret) => signWebhook(secret, { id: 'inv_2', at }, body)),
    );
    const both = `${old?.['webhook-signature']} ${fresh?.['webhook-signature']}`;
    expect((await ask('20', { id: 'inv_2', at, body, headers: { 'webhook-signature': both } })).status).toBe(200);
  });
});
