import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLines } from './docs/extract.ts';
import { runPage } from './docs/page.ts';
import { cleanEnvironment } from './docs/shell.ts';

const page = (...lines: string[]) => lines.join('\n');
const texts = (markdown: string) => commandLines(markdown).map(({ text }) => text);

describe('the command lines of a page', () => {
  it('are those of sh blocks, with their places', () => {
    const markdown = page(
      '# Title',
      '',
      '```sh',
      'npm start',
      '',
      '# a comment',
      'npm run chat  # talk',
      '```',
      '```ts',
      'x',
      '```',
    );
    expect(commandLines(markdown)).toEqual([
      { line: 4, text: 'npm start', slow: false },
      { line: 7, text: 'npm run chat  # talk', slow: false },
    ]);
  });

  it('leave out what needs an account', () => {
    expect(texts(page('```sh account', 'npm run deploy', '```', '```sh', 'a', '```'))).toEqual(['a']);
  });

  it('know what is slow, by its mark and by itself', () => {
    const markdown = page(
      '```sh slow',
      'make all',
      '```',
      '```sh',
      'npm test',
      'npm run bench ingest',
      'npm run chat',
      '```',
    );
    expect(commandLines(markdown).map(({ slow }) => slow)).toEqual([true, true, true, false]);
  });

  it('go on after a backslash, but not after one that is written itself', () => {
    const markdown = page('```sh', 'curl -s \\', '  -H "a: b" \\', '  http://x', 'echo a\\\\', 'echo b', '```');
    expect(commandLines(markdown)).toEqual([
      { line: 2, text: 'curl -s -H "a: b" http://x', slow: false },
      { line: 5, text: 'echo a\\\\', slow: false },
      { line: 6, text: 'echo b', slow: false },
    ]);
  });

  it('are what follows a prompt, where there are prompts', () => {
    const markdown = page('```sh', '$ echo a \\', '  b', 'a b', '$ echo $HOME', '/home/ann', '```');
    expect(texts(markdown)).toEqual(['echo a b', 'echo $HOME']);
  });

  it('are found in lists and under longer fences', () => {
    expect(
      texts(page('1. Do:', '   ```sh', '   npm start', '   ```', '````sh', 'echo "```"', '````', '~~~sh', 'a', '~~~')),
    ).toEqual(['npm start', 'echo "```"', 'a']);
  });

  it('are not looked for inside of other blocks', () => {
    expect(texts(page('````md', '```sh', 'rm -rf .', '```', '````'))).toEqual([]);
  });

  it.each([
    [page('text', '```sh acount', 'a', '```'), 'line 2: `sh acount` is not known'],
    [page('```bash', 'a', '```'), 'line 1: mark command lines as `sh`, not `bash`'],
    [page('', '```sh', 'a'), 'line 2: the block is never closed'],
  ])('refuse what would go unnoticed: %s', (markdown, words) => {
    expect(() => commandLines(markdown)).toThrow(words);
  });
});

describe('a page', () => {
  let cwd: string;
  let lines: string[];
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'waddlebot-docs-test-'));
    lines = [];
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const run = (timeoutMs: number, ...commands: string[]) =>
    runPage({
      name: 'page.md',
      markdown: page('```sh', ...commands, '```'),
      cwd,
      // `npm` is whatever the page under test puts in place.
      env: { ...cleanEnvironment(process.env), PATH: `${cwd}:${process.env.PATH}` },
      timeoutMs,
      slow: false,
      print: (line) => lines.push(line),
    });

  it('is typed line after line, and ends where one fails, with what that said', async () => {
    expect(await run(20_000, 'echo one > file', 'npm test', 'cat file; echo two >&2; exit 3', 'echo never')).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^ok {4}page\.md:2 {2}echo one > file {2}\(\d+\.\d s\)$/),
      'skip  page.md:3  npm test  (slow)',
      expect.stringMatching(/^FAIL {2}page\.md:4 {2}cat file; .* \(ended with 3, /),
      '        one',
      '        two',
    ]);
  });

  it('ends a line that takes too long, and all that it started', async () => {
    expect(await run(300, '(sleep 1; touch late) & wait')).toBe(1);
    expect(lines[0]).toContain('did not end within 0.3 s');
    expect(await run(20_000, 'sleep 1.5; test ! -e late')).toBe(0);
  });

  it('starts the bot in the background, goes on when it is ready, and stops it at the end', async () => {
    const npm = [
      'printf \'#!/bin/sh\\ntrap "echo stopped > ended; exit" INT\\nsleep 0.3; touch there\\necho WaddleBot runs at http://x\\n',
      'while :; do sleep 0.1; done\\n',
      "' > npm && chmod +x npm",
    ].join('');
    expect(await run(20_000, npm, 'PORT=1 npm start', 'test -e there && test ! -e ended')).toBe(0);
    expect(await run(20_000, 'grep stopped ended')).toBe(0);
  });

  it('says so when the bot does not start', async () => {
    expect(
      await run(20_000, "printf '#!/bin/sh\\necho port taken; exit 1\\n' > npm && chmod +x npm", 'npm start'),
    ).toBe(1);
    expect(lines.slice(1)).toEqual([expect.stringContaining('npm start  (ended with 1'), '        port taken']);
  });

  it('knows nothing of this terminal’s secrets', async () => {
    expect(cleanEnvironment({ PATH: '/bin', DATABASE_URL: 'postgres://x', CLOUDFLARE_API_TOKEN: 'y' })).toEqual({
      PATH: '/bin',
    });
  });
});
