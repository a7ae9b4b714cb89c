import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cases } from '../../tests/fuzz/cases.ts';
import type { ArchivedTable, Manifest, Row } from '../core/archive.ts';
import { concat, utf8 } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import { LineDigest, readLines } from './lines.ts';
import { openArchive } from './read.ts';

const table = (name: string, most = 5_000): ArchivedTable => ({
  table: name,
  columns: ['said'],
  left: {},
  row: z.strictObject({ said: z.unknown() }) as unknown as z.ZodType<Row>,
  most,
  export: () => {
    throw new Error('nothing is read here');
  },
  import: () => [],
});
const TABLES = new Map(['quotes', 'counters'].map((name) => [name, table(name)]));

/** Bytes in pieces of any size. */
const inPieces = (bytes: Uint8Array, size: number): ReadableStream<Uint8Array> => {
  let from = 0;
  return new ReadableStream({
    pull(controller) {
      if (from >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(from, from + size));
      from += size;
    },
  });
};

const packed = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    await new Response(
      new Response(bytes as BodyInit).body?.pipeThrough(
        new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>,
      ),
    ).arrayBuffer(),
  );

const first = (counts: Manifest['counts'], more: object = {}): string =>
  JSON.stringify({
    waddlebot: 'community-archive',
    version: 1,
    exportedAt: '2026-11-26T12:00:00.000Z',
    from: 'https://bot.example.org',
    community: { slug: 'penguins', name: 'Penguins' },
    channels: [],
    counts,
    ...more,
  });

async function archiveOf(lines: readonly (readonly [string, unknown])[], more: object = {}): Promise<string[]> {
  const counts: Record<string, number> = {};
  for (const [name] of lines) counts[name] = (counts[name] ?? 0) + 1;
  const texts = lines.map(([name, said]) => JSON.stringify([name, { said }]));
  const digest = new LineDigest();
  for (const text of texts) await digest.add(utf8(text));
  return [first(counts, more), ...texts, JSON.stringify({ end: { lines: texts.length, digest: await digest.end() } })];
}

async function readAll(body: ReadableStream<Uint8Array>): Promise<readonly (readonly [string, unknown])[]> {
  const { parts } = await openArchive(body, TABLES);
  const found: [string, unknown][] = [];
  for await (const part of parts) found.push(...part.rows.map((row): [string, unknown] => [part.table, row.said]));
  return found;
}

const asFile = (lines: readonly string[]) => inPieces(utf8(`${lines.join('\n')}\n`), 1_000);

/** What Postgres keeps of JSON. */
const kept = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(JSON.stringify(value)));

describe('an archive', () => {
  it('is read as it was written, packed or not, in whatever pieces it comes', async () => {
    const line = fc.tuple(fc.constantFrom('quotes', 'counters'), kept);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.boolean(),
        async (lines, size, isPacked) => {
          const bytes = utf8(`${(await archiveOf(lines)).join('\n')}\n`);
          const read = await readAll(inPieces(isPacked ? await packed(bytes) : bytes, size));
          expect(read).toEqual(JSON.parse(JSON.stringify(lines)));
        },
      ),
      { numRuns: cases(300) },
    );
  });

  it('with any of its bytes changed or missing is not taken for whole, and never fails otherwise', async () => {
    const bytes = utf8(
      (
        await archiveOf([
          ['quotes', 'one "quoted"'],
          ['quotes', 'two'],
          ['counters', 3],
        ])
      ).join('\n'),
    );
    const written = await readAll(inPieces(bytes, 64));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ maxLength: 3 }),
        fc.boolean(),
        async (at, put, isPacked) => {
          const spoiled = concat(bytes.subarray(0, at), put, bytes.subarray(at + 1));
          const read = await readAll(inPieces(isPacked ? await packed(spoiled) : spoiled, 64)).catch(
            (error: unknown) => error,
          );
          // A change to the first line's words, or one that changes nothing, is none that matters.
          if (read instanceof Error) expect(read).toBeInstanceOf(WaddleError);
          else expect(read).toEqual(written);
        },
      ),
      { numRuns: cases(1_000) },
    );
  });

  it('that is packed is damaged where any byte of it is', async () => {
    const bytes = await packed(utf8((await archiveOf([['quotes', 'x'.repeat(300)]])).join('\n')));
    for (const at of [12, Math.floor(bytes.length / 2), bytes.length - 6]) {
      const spoiled = bytes.slice();
      spoiled[at] = (spoiled[at] as number) ^ 0xff;
      await expect(readAll(inPieces(spoiled, 50)), `byte ${at}`).rejects.toBeInstanceOf(WaddleError);
    }
    await expect(readAll(inPieces(bytes.subarray(0, bytes.length - 20), 50))).rejects.toBeInstanceOf(WaddleError);
  });

  it('tells where it is wrong', async () => {
    const whole = await archiveOf([
      ['quotes', 1],
      ['quotes', 2],
    ]);
    const spoiled = async (change: (lines: string[]) => void): Promise<string> => {
      const lines = whole.slice();
      change(lines);
      return readAll(asFile(lines)).then(
        () => 'nothing',
        (error: Error) => error.message,
      );
    };
    expect(await spoiled((lines) => lines.splice(2, 1, '{'))).toBe('Line 3 of the archive cannot be read.');
    expect(await spoiled((lines) => lines.splice(1, 1, '["bananas",{}]'))).toBe(
      'Line 2 of the archive cannot be read.',
    );
    expect(await spoiled((lines) => lines.splice(1, 1, '["quotes",{"said":1,"more":1}]'))).toContain(
      'archive.2.quotes',
    );
    expect(await spoiled((lines) => lines.splice(1, 1, '["quotes",{"said":"a\\u0000b"}]'))).toContain('Line 2');
    expect(await spoiled((lines) => lines.splice(1, 1, '["quotes",{"said":"\\ud800"}]'))).toContain('Line 2');
    expect(await spoiled((lines) => lines.pop())).toContain('ends before its last line');
    expect(await spoiled((lines) => lines.splice(1, 1))).toContain('not what its last line says');
    expect(await spoiled((lines) => lines.splice(1, 2, lines[2] as string, lines[1] as string))).toContain(
      'not what its last line says',
    );
    expect(await spoiled((lines) => lines.splice(0, 1, first({ quotes: 2 }, { version: 2 })))).toContain(
      'of version 2',
    );
    expect(await spoiled((lines) => lines.splice(0, 1, first({ bananas: 2 })))).toContain('"bananas"');
    expect(await spoiled((lines) => lines.splice(0, 1, '{"commands":[]}'))).toContain(
      'no archive of a WaddleBot community',
    );
    expect(await spoiled((lines) => lines.splice(0, lines.length))).toContain('no archive');
  });

  it('has no line that is too long, and no more lines than a community has', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(97)),
    });
    await expect(readLines(endless).next()).rejects.toBeInstanceOf(WaddleError);
    const few = new Map([['quotes', table('quotes', 1)]]);
    const { parts } = await openArchive(
      asFile(
        await archiveOf([
          ['quotes', 1],
          ['quotes', 2],
        ]),
      ),
      few,
    );
    await expect(Array.fromAsync(parts)).rejects.toThrow('Line 3');
  });
});
