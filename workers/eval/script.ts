import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { oneLine, truncate } from '../core/text.ts';
import type { Interpreter } from './interpreter.ts';
import { PRELUDE } from './prelude.ts';
import {
  IS_A_PROMISE,
  type Refusal,
  refusal,
  SAID_TOO_MUCH,
  THREW_NO_WORDS,
  TOOK_TOO_LONG,
  TOOK_TOO_MUCH_MEMORY,
  WENT_TOO_DEEP,
} from './refusals.ts';

const MB = 1024 * 1024;
const HEAP_BYTES = 8 * MB;
/** What telling the result may take on top, when the heap is full. */
const LAST_WORDS_BYTES = MB;
/** Of the interpreter's own stack. The engine's may end sooner, which is a crash that costs an instance. */
const STACK_BYTES = 128 * 1024;

/** About 50 ms of work: a loop in the code ends here, by QuickJS's own interrupt. */
const WORK = 16_000_000;
/** What is left then for what never asks for interrupts: one built-in at work over much data. Where this ends is a trap. */
const BEYOND_INTERRUPT = 4_000_000;

const LONGEST_MESSAGE = 200;
const FILE = 'code';

export interface Moment {
  /** What `Date` says, ms since epoch. */
  readonly now: number;
  /** Where `Math.random()` begins; its 32 low bits count. */
  readonly seed: number;
}

export type Evaluated = { readonly ok: true; readonly text: string } | Refusal;

type Tools = Readonly<Record<'begin' | 'print' | 'describe', QuickJSHandle>>;

/** One person's code in a runtime of its own, within its budgets. The constructor and `run` throw where the interpreter breaks. */
export class Script {
  readonly #fuel: Interpreter['fuel'];
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #tools: Tools;
  /** What is to be freed, in the order it was made. */
  readonly #kept: { dispose(): void }[] = [];

  constructor({ quickjs, fuel }: Interpreter) {
    this.#fuel = fuel;
    this.#refuel();
    const interruptHandler = () => this.#isOut;
    const limits = { memoryLimitBytes: HEAP_BYTES, maxStackSizeBytes: STACK_BYTES, interruptHandler };
    this.#runtime = this.#keep(quickjs.newRuntime(limits));
    this.#context = this.#keep(this.#runtime.newContext());
    const tools = this.#keep(this.#context.unwrapResult(this.#context.evalCode(PRELUDE)));
    const tool = (name: string) => this.#keep(this.#context.getProp(tools, name));
    this.#tools = { begin: tool('begin'), print: tool('print'), describe: tool('describe') };
  }

  /** @param json the data, an object by the names it is given under. */
  run(code: string, json: string, { now, seed }: Moment): Evaluated {
    const context = this.#context;
    const data = this.#keep(context.newString(json));
    const unready = this.#call('begin', data, this.#keep(context.newNumber(now)), this.#keep(context.newNumber(seed)));
    if (unready.error) return this.#failure(unready.error);

    // The budget is for the person's own code: how much data it is given is not its doing.
    this.#refuel();
    const compiled = context.evalCode(code, FILE, { type: 'global', compileOnly: true });
    if (compiled.error) return this.#syntaxError(this.#keep(compiled.error));
    this.#keep(compiled.value);
    const result = context.evalCode(code, FILE, { type: 'global' });
    this.#runtime.setMemoryLimit(HEAP_BYTES + LAST_WORDS_BYTES);
    if (result.error) return this.#failure(this.#keep(result.error));
    const value = this.#keep(result.value);
    // An async function that is interrupted ends, and the code after it goes on.
    return this.#isOut ? TOOK_TOO_LONG : this.#print(value);
  }

  /** Frees everything, and tells whether the interpreter is as it was before. */
  free(): boolean {
    this.#refuel();
    try {
      for (const kept of this.#kept.reverse()) kept.dispose();
      return true;
    } catch {
      return false;
    }
  }

  #print(value: QuickJSHandle): Evaluated {
    if (this.#isPromise(value)) return IS_A_PROMISE;
    const { error, told } = this.#call('print', value);
    if (error) return this.#failure(error);
    return told === undefined ? SAID_TOO_MUCH : { ok: true, text: printable(told) };
  }

  /** Nothing of the code has run yet: the error is the compiler's own. */
  #syntaxError(error: QuickJSHandle): Refusal {
    const failure = this.#failure(error);
    if (failure.reason !== 'threw') return failure;
    const read = (name: string) => this.#context.getString(this.#keep(this.#context.getProp(error, name)));
    const place = /:(\d+):(\d+)/.exec(read('stack'));
    const where = place ? ` (line ${place[1]}, column ${place[2]})` : '';
    return refusal('syntax', `the code is not JavaScript: ${shortened(read('message'))}${where}`);
  }

  #failure(error: QuickJSHandle): Refusal {
    if (this.#isOut) return TOOK_TOO_LONG;
    // QuickJS throws null where there is no room even for the error. Who throws null of their own will is told the same.
    if (this.#context.eq(error, this.#context.null)) return TOOK_TOO_MUCH_MEMORY;
    this.#runtime.setMemoryLimit(HEAP_BYTES + LAST_WORDS_BYTES);
    const { told } = this.#call('describe', error);
    if (this.#isOut) return TOOK_TOO_LONG;
    if (told === undefined) return THREW_NO_WORDS;
    if (told === 'InternalError: out of memory') return TOOK_TOO_MUCH_MEMORY;
    if (told === 'InternalError: stack overflow') return WENT_TOO_DEEP;
    return refusal('threw', `the code threw ${shortened(told)}`);
  }

  /** Calls a tool of the prelude. What it tells may come from getters and `toString` of the code's own. */
  #call(tool: keyof Tools, ...given: QuickJSHandle[]): { error?: QuickJSHandle; told?: string } {
    const context = this.#context;
    const called = context.callFunction(this.#tools[tool], context.undefined, ...given);
    if (called.error) return { error: this.#keep(called.error) };
    const json = this.#keep(called.value);
    return context.typeof(json) === 'string' ? { told: JSON.parse(context.getString(json)) } : {};
  }

  #isPromise(value: QuickJSHandle): boolean {
    const state = this.#context.getPromiseState(value);
    if (state.type === 'pending') return true;
    if (state.type === 'rejected') this.#keep(state.error);
    else if (state.notAPromise) return false;
    else this.#keep(state.value);
    return true;
  }

  #keep<T extends { dispose(): void }>(kept: T): T {
    this.#kept.push(kept);
    return kept;
  }

  #refuel(): void {
    this.#fuel.value = WORK + BEYOND_INTERRUPT;
  }

  get #isOut(): boolean {
    return this.#fuel.value <= BEYOND_INTERRUPT;
  }
}

/** Text that a database takes: no NUL, no half of a surrogate pair. */
const printable = (text: string): string => text.replaceAll('\0', '').toWellFormed();
const shortened = (text: string): string => truncate(oneLine(printable(text)), LONGEST_MESSAGE);
