import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../local/build.ts';
import { metered } from './module.ts';

const section = (id: number, ...content: number[]) => [id, content.length, ...content];
const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];

/** `spin(turns)` runs a loop, `fill(bytes)` and `copy(bytes)` work on memory, `call()` calls nothing; one global is imported. */
function aModule(extra: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const spin = [0, 0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b];
  const fill = [0, 0x41, 0, 0x41, 7, 0x20, 0, 0xfc, 11, 0, 0x0b];
  const copy = [0, 0x41, 8, 0x41, 0, 0x20, 0, 0xfc, 10, 0, 0, 0x0b];
  const call = [0, ...extra, 0x0b];
  const bodies = [spin, fill, copy, call];
  const exported = (of: string, kind: number, index: number) => [...name(of), kind, index];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 2, 0x60, 1, 0x7f, 0, 0x60, 0, 0),
    ...section(2, 1, ...name('env'), ...name('given'), 3, 0x7f, 0),
    ...section(3, 4, 0, 0, 0, 1),
    ...section(5, 1, 0, 2),
    ...section(6, 1, 0x7f, 0, 0x41, 42, 0x0b),
    ...section(
      7,
      5,
      ...exported('spin', 0, 0),
      ...exported('fill', 0, 1),
      ...exported('copy', 0, 2),
      ...exported('call', 0, 3),
      ...exported('own', 3, 1),
    ),
    ...section(10, bodies.length, ...bodies.flatMap((body) => [body.length, ...body])),
  ]);
}

function instantiated() {
  // @ts-expect-error The types are those of the edge, which compiles nothing itself.
  const compiled: WebAssembly.Module = new WebAssembly.Module(metered(aModule()));
  const { exports } = new WebAssembly.Instance(compiled, { env: { given: 5 } });
  const { fuel, own, ...functions } = exports as Record<string, WebAssembly.Global>;
  const work = functions as unknown as Record<'spin' | 'fill' | 'copy' | 'call', (size?: number) => void>;
  const priceOf = (run: () => void, given = 1_000_000) => {
    fuel!.value = given;
    run();
    return given - fuel!.value;
  };
  return { fuel: fuel!, own: own!, work, priceOf };
}

describe('a metered module', () => {
  it('pays for calls, turns of loops and stretches of memory', () => {
    const { work, priceOf } = instantiated();
    expect(priceOf(() => work.call())).toBe(1);
    expect(priceOf(() => work.spin(1))).toBe(2);
    expect(priceOf(() => work.spin(1_000))).toBe(1_001);
    expect(priceOf(() => work.fill(31))).toBe(1);
    expect(priceOf(() => work.fill(64_000))).toBe(2_001);
    expect(priceOf(() => work.copy(64_000))).toBe(2_001);
  });

  it('traps when it cannot pay, with nothing left, and goes on when it is given more', () => {
    const { fuel, work, priceOf } = instantiated();
    for (const run of [() => work.spin(1_000), () => work.fill(64_000), () => work.copy(64_000)]) {
      expect(() => priceOf(run, 500)).toThrow(WebAssembly.RuntimeError);
      expect(fuel.value).toBe(0);
      expect(() => work.call()).toThrow(WebAssembly.RuntimeError);
    }
    expect(priceOf(() => work.spin(498), 499)).toBe(499);
  });

  it('has what it had before, under the same numbers', () => {
    expect(instantiated().own.value).toBe(42);
  });

  it('starts with fuel enough to start', () => {
    expect(instantiated().fuel.value).toBe(0x7fff_ffff);
  });

  it('is not made of instructions that the meter does not know', () => {
    const atomicFence = [0xfe, 0x03, 0];
    expect(() => metered(aModule(atomicFence))).toThrow('unknown instruction 0xfe');
    const tableCopy = [0xfc, 14, 0, 0];
    expect(() => metered(aModule(tableCopy))).toThrow('unknown instruction 0xfc 14');
  });
});

it('the QuickJS that the Worker runs is that of the package, metered', async () => {
  const source = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  const ours = await readFile(path.join(ROOT, 'workers/eval/quickjs.wasm'));
  const isSame = Buffer.from(metered(await readFile(source))).equals(ours);
  expect(isSame, 'run `node scripts/run.mjs scripts/meter-quickjs.ts`').toBe(true);
});
