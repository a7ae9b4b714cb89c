import { codePoints } from '../core/text.ts';
import type { Interpreter } from './interpreter.ts';
import {
  MAX_OUTPUT,
  MAX_SOURCE,
  type Refusal,
  SAID_TOO_MUCH,
  SOURCE_TOO_LONG,
  TOOK_TOO_LONG,
  TOOK_TOO_MUCH_MEMORY,
  WENT_TOO_DEEP,
} from './refusals.ts';
import { type Evaluated, type Moment, Script } from './script.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type { Evaluated, Moment };

/**
 * What a piece of JavaScript comes to, as text: its last expression, objects as JSON, `undefined` as nothing. The same
 * code, data and moment always come to the same.
 *
 * The code has the language and nothing else: no console, network, timers or modules, and nothing of this program. It gets
 * an 8 MB heap and about 50 ms of work, counted in steps of the interpreter because clocks stand still at the edge.
 *
 * @param data values that the code finds under these names: never a part of the code, whatever is in them.
 * @throws only where the interpreter cannot be loaded at all.
 */
export async function evaluate(code: string, data: Readonly<Record<string, Json>>, moment: Moment): Promise<Evaluated> {
  if (code.length > MAX_SOURCE) return SOURCE_TOO_LONG;
  const json = JSON.stringify(data);
  const { withInterpreter } = await import('./interpreter.ts');
  // Half a surrogate pair would be measured as more bytes than it is written in.
  const outcome = await withInterpreter((interpreter) => run(interpreter, code.toWellFormed(), json, moment));
  return outcome.ok && codePoints(outcome.text) > MAX_OUTPUT ? SAID_TOO_MUCH : outcome;
}

function run(interpreter: Interpreter, code: string, json: string, moment: Moment): Evaluated {
  let outcome: Evaluated;
  try {
    const script = new Script(interpreter);
    outcome = script.run(code, json, moment);
    interpreter.isBroken = !script.free();
  } catch (crash) {
    interpreter.isBroken = true;
    outcome = afterCrash(interpreter, crash);
  }
  return outcome;
}

/** What it was that an instance of the interpreter did not survive. */
function afterCrash({ fuel }: Interpreter, crash: unknown): Refusal {
  if (fuel.value === 0) return TOOK_TOO_LONG;
  // The engine's own stack is used up, by recursion inside the interpreter.
  if (crash instanceof RangeError) return WENT_TOO_DEEP;
  return TOOK_TOO_MUCH_MEMORY;
}
