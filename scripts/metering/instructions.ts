import type { Reader } from './reader.ts';

/** Instructions that the meter looks at (WebAssembly Core 2.0 §5.4). */
export const LOOP = 0x03;
export const BULK = 0xfc;
export const MEMORY_COPY = 10;
export const MEMORY_FILL = 11;

type Skip = (reader: Reader) => void;
const nothing: Skip = () => {};
const number: Skip = (reader) => reader.skipNumber();
const twoNumbers: Skip = (reader) => {
  reader.skipNumber();
  reader.skipNumber();
};
const bytes =
  (count: number): Skip =>
  (reader) => {
    reader.at += count;
  };
const branchTable: Skip = (reader) => {
  for (let left = reader.unsigned() + 1; left > 0; left--) reader.skipNumber();
};
const valueTypes: Skip = (reader) => {
  reader.skipBytes();
};

/** What follows an instruction's own byte, by ranges of such bytes. */
const IMMEDIATES: readonly (readonly [from: number, to: number, skip: Skip])[] = [
  [0x00, 0x01, nothing], // unreachable, nop
  [0x02, 0x04, number], // block, loop, if: a block type
  [0x05, 0x05, nothing], // else
  [0x0b, 0x0b, nothing], // end
  [0x0c, 0x0d, number], // br, br_if
  [0x0e, 0x0e, branchTable],
  [0x0f, 0x0f, nothing], // return
  [0x10, 0x10, number], // call
  [0x11, 0x11, twoNumbers], // call_indirect
  [0x1a, 0x1b, nothing], // drop, select
  [0x1c, 0x1c, valueTypes], // select with types
  [0x20, 0x26, number], // locals, globals, tables
  [0x28, 0x3e, twoNumbers], // loads and stores
  [0x3f, 0x42, number], // memory.size, memory.grow, i32.const, i64.const
  [0x43, 0x43, bytes(4)], // f32.const
  [0x44, 0x44, bytes(8)], // f64.const
  [0x45, 0xc4, nothing], // arithmetic
  [0xd0, 0xd0, bytes(1)], // ref.null
  [0xd1, 0xd1, nothing], // ref.is_null
  [0xd2, 0xd2, number], // ref.func
];

const BULK_IMMEDIATES: Readonly<Record<number, Skip>> = {
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i, nothing])), // saturating conversions
  [MEMORY_COPY]: bytes(2),
  [MEMORY_FILL]: bytes(1),
};

/** One instruction: its byte, and the number after it where that byte is `BULK`. */
export interface Instruction {
  readonly code: number;
  readonly sub: number | undefined;
}

/**
 * Reads one instruction and leaves the reader behind it.
 * @throws where it is none of those that the meter knows: what is not known cannot be metered.
 */
export function readInstruction(reader: Reader): Instruction {
  const code = reader.byte();
  const sub = code === BULK ? reader.unsigned() : undefined;
  const skip =
    sub === undefined ? IMMEDIATES.find(([from, to]) => code >= from && code <= to)?.[2] : BULK_IMMEDIATES[sub];
  if (!skip) throw new Error(`unknown instruction 0x${code.toString(16)} ${sub ?? ''} before byte ${reader.at}`);
  skip(reader);
  return { code, sub };
}
