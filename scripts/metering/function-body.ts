import { BULK, LOOP, MEMORY_COPY, MEMORY_FILL, readInstruction } from './instructions.ts';
import { Reader, unsigned } from './reader.ts';

const I32 = 0x7f;

/** Bytes that one unit of fuel copies or fills, as a power of two: 32 of them take about as long as a turn of a loop. */
const BYTES_PER_UNIT_SHIFT = 5;

/** `if (fuel == 0) trap; fuel -= 1` */
const chargeOne = (fuel: readonly number[]): number[] => [
  ...[0x23, ...fuel, 0x45, 0x04, 0x40, 0x00, 0x0b],
  ...[0x23, ...fuel, 0x41, 1, 0x6b, 0x24, ...fuel],
];

/** With a length on the stack, which stays there: `if (length / 32 > fuel) { fuel = 0; trap } fuel -= length / 32` */
function chargeLength(fuel: readonly number[], firstFreeLocal: number): number[] {
  const length = unsigned(firstFreeLocal);
  const price = unsigned(firstFreeLocal + 1);
  return [
    ...[0x22, ...length, 0x41, BYTES_PER_UNIT_SHIFT, 0x76, 0x22, ...price, 0x23, ...fuel, 0x4b],
    ...[0x04, 0x40, 0x41, 0, 0x24, ...fuel, 0x00, 0x0b],
    ...[0x23, ...fuel, 0x20, ...price, 0x6b, 0x24, ...fuel, 0x20, ...length],
  ];
}

/**
 * A function's body with its meter: each call and each turn of a loop costs one unit of fuel, each `memory.copy` and
 * `memory.fill` one per 32 bytes. Between two of those only a stretch of code without a way back can run, so that fuel
 * bounds the work, wherever it is done.
 *
 * @param body locals and code, without the size in front
 * @param parameters how many locals the function has before its own
 * @param fuelGlobal index of the global that holds the fuel
 */
export function meteredBody(body: Uint8Array, parameters: number, fuelGlobal: number): Uint8Array {
  const fuel = unsigned(fuelGlobal);
  const reader = new Reader(body);
  let locals = parameters;
  const groups: number[][] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    const count = reader.unsigned();
    locals += count;
    groups.push([...unsigned(count), reader.byte()]);
  }

  const pieces: (Uint8Array | number[])[] = [chargeOne(fuel)];
  let copied = reader.at;
  let isBulk = false;
  const insert = (at: number, code: number[]) => {
    pieces.push(body.subarray(copied, at), code);
    copied = at;
  };
  while (reader.at < body.length) {
    const start = reader.at;
    const { code, sub } = readInstruction(reader);
    if (code === LOOP) insert(reader.at, chargeOne(fuel));
    if (code === BULK && (sub === MEMORY_COPY || sub === MEMORY_FILL)) {
      insert(start, chargeLength(fuel, locals));
      isBulk = true;
    }
  }
  pieces.push(body.subarray(copied));
  if (isBulk) groups.push([2, I32]);
  return Uint8Array.from([...unsigned(groups.length), ...groups.flat(), ...pieces.flatMap((piece) => [...piece])]);
}
