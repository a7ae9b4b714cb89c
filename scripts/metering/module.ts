import { meteredBody } from './function-body.ts';
import { Reader, unsigned } from './reader.ts';

const TYPE = 1;
const IMPORT = 2;
const FUNCTION = 3;
const GLOBAL = 6;
const EXPORT = 7;
const CODE = 10;

const HEADER_BYTES = 8;
const FUNCTION_IMPORT = 0;
const TABLE_IMPORT = 1;
const MEMORY_IMPORT = 2;
const GLOBAL_IMPORT = 3;

/** Mutable i32, full at first: a module's own start runs before anybody could fill it. */
const FUEL_GLOBAL = [0x7f, 0x01, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07, 0x0b];
const FUEL_NAME = new TextEncoder().encode('fuel');

interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

function sectionsOf(module: Uint8Array): Section[] {
  const reader = new Reader(module, HEADER_BYTES);
  const sections: Section[] = [];
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    sections.push({ id, content: module.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

/** How many parameters each function type has. */
function parameterCounts(types: Uint8Array): number[] {
  const reader = new Reader(types);
  return Array.from({ length: reader.unsigned() }, () => {
    reader.at++;
    const parameters = reader.unsigned();
    reader.at += parameters;
    reader.skipBytes();
    return parameters;
  });
}

function functionTypes(functions: Uint8Array): number[] {
  const reader = new Reader(functions);
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

function skipLimits(reader: Reader): void {
  const hasMaximum = (reader.byte() & 1) === 1;
  reader.skipNumber();
  if (hasMaximum) reader.skipNumber();
}

/** Imported globals come first in the index, so they move the others. */
function importedGlobals(imports: Uint8Array): number {
  const reader = new Reader(imports);
  let globals = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.skipBytes();
    reader.skipBytes();
    const kind = reader.byte();
    if (kind === FUNCTION_IMPORT) reader.skipNumber();
    else if (kind === MEMORY_IMPORT) skipLimits(reader);
    else if (kind === TABLE_IMPORT) {
      reader.at++;
      skipLimits(reader);
    } else if (kind === GLOBAL_IMPORT) {
      reader.at += 2;
      globals++;
    } else throw new Error(`unknown kind of import ${kind}`);
  }
  return globals;
}

/** The section with one more entry at its end. */
function appended(section: Uint8Array, entry: readonly number[]): Uint8Array {
  const reader = new Reader(section);
  const count = reader.unsigned();
  return Uint8Array.from([...unsigned(count + 1), ...section.subarray(reader.at), ...entry]);
}

function meteredCode(code: Uint8Array, parameters: readonly number[], fuelGlobal: number): Uint8Array {
  const reader = new Reader(code);
  const count = reader.unsigned();
  const bytes = unsigned(count);
  for (let i = 0; i < count; i++) {
    const size = reader.unsigned();
    const body = meteredBody(code.subarray(reader.at, reader.at + size), parameters[i] as number, fuelGlobal);
    reader.at += size;
    bytes.push(...unsigned(body.length));
    for (const byte of body) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/**
 * A WebAssembly module that counts its own work: it exports a mutable global `fuel`, which every call, turn of a loop and
 * copied stretch of memory draws on, and it traps (`unreachable`, with `fuel` at 0) when that is used up.
 *
 * @throws where the module has no globals or exports of its own, or instructions that the meter does not know.
 */
export function metered(module: Uint8Array): Uint8Array {
  const sections = sectionsOf(module);
  const contentOf = (id: number): Uint8Array => {
    const section = sections.find((candidate) => candidate.id === id);
    if (!section) throw new Error(`the module has no section ${id}`);
    return section.content;
  };
  const fuelGlobal = importedGlobals(contentOf(IMPORT)) + new Reader(contentOf(GLOBAL)).unsigned();
  const counts = parameterCounts(contentOf(TYPE));
  const parameters = functionTypes(contentOf(FUNCTION)).map((type) => counts[type] as number);
  const rewritten: Readonly<Record<number, (content: Uint8Array) => Uint8Array>> = {
    [GLOBAL]: (content) => appended(content, FUEL_GLOBAL),
    [EXPORT]: (content) => appended(content, [FUEL_NAME.length, ...FUEL_NAME, GLOBAL_IMPORT, ...unsigned(fuelGlobal)]),
    [CODE]: (content) => meteredCode(content, parameters, fuelGlobal),
  };
  const parts = sections.flatMap(({ id, content }) => {
    const now = rewritten[id]?.(content) ?? content;
    return [Uint8Array.from([id, ...unsigned(now.length)]), now];
  });
  return Uint8Array.from(Buffer.concat([module.subarray(0, HEADER_BYTES), ...parts]));
}
