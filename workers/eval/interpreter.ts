import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

const PAGE_BYTES = 64 * 1024;
/** What the module asks for at least. */
const INITIAL_PAGES = (16 * 1024 * 1024) / PAGE_BYTES;
/** 32 MB: a heap of 8 MB may be in pieces, and an isolate has 128 MB for all it does. */
const MAXIMUM_PAGES = 2 * INITIAL_PAGES;
/** More than instantiating takes. */
const FUEL_TO_START = 0x7fff_ffff;

/** An instance of QuickJS, built to count its own work (scripts/metering). */
export interface Interpreter {
  readonly quickjs: QuickJSWASMModule;
  /** Units of work left: at 0 the instance traps. About 300 of them are a microsecond. */
  readonly fuel: { value: number };
  /** An instance that trapped stopped in the middle of something and is not used again. */
  isBroken: boolean;
}

/** One for all instances, which follow one another: garbage of 16 MB each would be collected too late. */
let memory: WebAssembly.Memory | undefined;
let current: Promise<Interpreter> | undefined;

async function instantiate(compiled: WebAssembly.Module): Promise<Interpreter> {
  memory ??= new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  // Its data leave out what is zero: a module expects to be the first in its memory.
  new Uint8Array(memory.buffer).fill(0);
  let fuel = { value: 0 };
  const emscriptenModule = {
    instantiateWasm(imports: WebAssembly.Imports, onInstance: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(compiled, imports);
      fuel = instance.exports.fuel as WebAssembly.Global;
      fuel.value = FUEL_TO_START;
      onInstance(instance);
      return instance.exports;
    },
    // What C prints when it gives up is in the exception, too.
    printErr: () => {},
  };
  const ours = newVariant(variant, { wasmMemory: memory, emscriptenModule });
  const quickjs = await newQuickJSWASMModuleFromVariant(ours);
  return { quickjs, fuel, isBroken: false };
}

/**
 * Uses the isolate's interpreter, a new one where the last one broke. `use` runs to its end before anybody else's does, and
 * sets `isBroken` when the instance did not survive it.
 */
export async function withInterpreter<T>(use: (interpreter: Interpreter) => T): Promise<T> {
  // Compiled by the first who gets here, not when the isolate starts. Nobody waits for another's load, which ends with its
  // request; what follows it has nothing to wait for.
  const { default: compiled } = await import('./quickjs.wasm');
  for (;;) {
    current ??= instantiate(compiled);
    const awaited = current;
    const forget = () => {
      if (current === awaited) current = undefined;
    };
    const interpreter = await awaited.catch((error: unknown) => {
      forget();
      throw error;
    });
    // Asked after the last await: others may have waited for the same one, and broken it since.
    if (!interpreter.isBroken) return use(interpreter);
    forget();
  }
}
