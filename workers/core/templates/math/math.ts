import { FUNCTIONS } from './functions.ts';
import type { Token } from './tokens.ts';
import { MathError, tokensOf } from './tokens.ts';
import type { Quantity } from './units.ts';
import { inBase, inUnit, plain, unitNamed } from './units.ts';

/** Deeper brackets nobody types. */
const MOST_DEPTH = 50;

/** How tightly operators bind, weakest first; math.js, "Precedence". */
const BINDING: Readonly<Record<string, number>> = {
  '?': 1,
  or: 2,
  and: 3,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  to: 5,
  in: 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
  mod: 7,
  '^': 10,
};
const UNARY = 8;
/** `2 pi`, `2 (3 + 4)`, `5 cm`: a product without its sign. */
const IMPLICIT = 9;

const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
  infinity: Number.POSITIVE_INFINITY,
};

type Result = Quantity | boolean;

/**
 * Works an expression out as math.js does, as far as chat commands use it: arithmetic, comparisons, `a ? b : c`, functions,
 * constants, variables (`a = 2; a^2`), units (`5.08 cm + 2 inch`, `10 km to mile`). Every step is a step of the text: there
 * are no loops in the language.
 * @param random from 0 up to 1
 * @throws MathError
 */
export function evaluate(expression: string, random: () => number): string {
  return printed(new Parser(tokensOf(expression), random).whole());
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #random: () => number;
  readonly #names = new Map<string, Result>();
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], random: () => number) {
    this.#tokens = tokens;
    this.#random = random;
  }

  /** Statements between semicolons; the last one's result counts. */
  whole(): Result {
    let result: Result | null = null;
    while (!this.#is('end')) {
      result = this.#statement();
      if (!this.#take(';') && !this.#is('end')) throw new MathError(`Unexpected ${shown(this.#token)}`);
    }
    if (result === null) throw new MathError('There is nothing to work out');
    return result;
  }

  #statement(): Result {
    const [name, equals] = [this.#token, this.#tokens[this.#at + 1]];
    if (name.is !== 'name' || equals?.text !== '=') return this.#expression(0);
    this.#at += 2;
    const result = this.#expression(0);
    this.#names.set(name.text, result);
    return result;
  }

  #expression(atLeast: number): Result {
    if (++this.#depth > MOST_DEPTH) throw new MathError('Nested too deep');
    let left = this.#prefix();
    for (;;) {
      const operator = this.#token;
      const binding = operator.is === 'operator' ? BINDING[operator.text] : undefined;
      if (operator.text === '!' && operator.is === 'operator') {
        this.#at++;
        left = plain(factorial(numberOf(left)));
      } else if (binding !== undefined && binding >= atLeast) {
        this.#at++;
        left = this.#infix(left, operator.text, binding);
      } else if (this.#startsOperand() && IMPLICIT >= atLeast) {
        left = multiply(left, this.#expression(IMPLICIT + 1));
      } else break;
    }
    this.#depth--;
    return left;
  }

  #prefix(): Result {
    const token = this.#token;
    this.#at++;
    if (token.is === 'number') return plain(Number(token.text));
    if (token.is === 'name') return this.#named(token.text);
    switch (token.text) {
      case '-':
        return scale(this.#expression(UNARY), -1);
      case '+':
        return this.#expression(UNARY);
      case 'not':
        return !isTrue(this.#expression(UNARY));
      case '(': {
        const inside = this.#expression(0);
        this.#expect(')');
        return inside;
      }
      default:
        throw new MathError(token.is === 'end' ? 'Something is missing at the end' : `Unexpected ${shown(token)}`);
    }
  }

  #named(name: string): Result {
    if (this.#take('(')) {
      const args: number[] = [];
      while (!this.#take(')')) {
        if (args.length > 0) this.#expect(',');
        args.push(numberOf(this.#expression(0)));
      }
      const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      if (!called) throw new MathError(`Undefined function ${name}`);
      return plain(called(args, this.#random));
    }
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (name === 'true' || name === 'false') return name === 'true';
    const unit = unitNamed(name);
    if (unit) return { amount: 1, unit };
    const constant = Object.hasOwn(CONSTANTS, name.toLowerCase()) ? CONSTANTS[name.toLowerCase()] : undefined;
    if (constant === undefined) throw new MathError(`Undefined symbol ${name}`);
    return plain(constant);
  }

  #infix(left: Result, operator: string, binding: number): Result {
    if (operator === '?') {
      const yes = this.#expression(0);
      this.#expect(':');
      const no = this.#expression(binding);
      return isTrue(left) ? yes : no;
    }
    // A power binds to the right: 2^3^2 = 2^9. A fraction stands before a name: 1/2 pi = (1/2) pi.
    const right = this.#isFraction(operator)
      ? this.#prefix()
      : this.#expression(operator === '^' ? binding : binding + 1);
    switch (operator) {
      case '+':
        return add(left, right, 1);
      case '-':
        return add(left, right, -1);
      case '*':
        return multiply(left, right);
      case '/':
        return divide(left, right);
      case '%':
      case 'mod':
        return plain(modulo(numberOf(left), numberOf(right)));
      case '^':
        return plain(numberOf(left) ** numberOf(right));
      case 'to':
      case 'in':
        return convert(left, right);
      case 'and':
        return isTrue(left) && isTrue(right);
      case 'or':
        return isTrue(left) || isTrue(right);
      default:
        return compare(operator, left, right);
    }
  }

  /** Whether two numbers stand around a slash that was just read, and a name behind them. */
  #isFraction(operator: string): boolean {
    const [before, , after, name] = this.#tokens.slice(this.#at - 2, this.#at + 2);
    return operator === '/' && before?.is === 'number' && after?.is === 'number' && name?.is === 'name';
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #is(kind: Token['is']): boolean {
    return this.#token.is === kind;
  }

  /** What can stand behind a value without a sign between them; two numbers cannot. */
  #startsOperand(): boolean {
    return this.#is('name') || this.#token.text === '(';
  }

  #take(text: string): boolean {
    const isIt = this.#token.is === 'operator' && this.#token.text === text;
    if (isIt) this.#at++;
    return isIt;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new MathError(`Expected ${text} instead of ${shown(this.#token)}`);
  }
}

const shown = (token: Token): string => (token.is === 'end' ? 'the end' : `"${token.text}"`);

function numberOf(result: Result): number {
  if (typeof result === 'boolean') return Number(result);
  if (result.unit && result.unit.kind !== 'angle') throw new MathError(`Unexpected unit ${result.unit.name}`);
  return inBase(result);
}

const isTrue = (result: Result): boolean => (typeof result === 'boolean' ? result : result.amount !== 0);

const quantityOf = (result: Result): Quantity => (typeof result === 'boolean' ? plain(Number(result)) : result);

const scale = (result: Result, by: number): Quantity => {
  const { amount, unit } = quantityOf(result);
  return { amount: amount * by, unit };
};

function sameKind(left: Result, right: Result): [Quantity, Quantity] {
  const [a, b] = [quantityOf(left), quantityOf(right)];
  if (a.unit?.kind !== b.unit?.kind) throw new MathError('Units do not match');
  return [a, a.unit ? inUnit(b, a.unit) : b];
}

function add(left: Result, right: Result, sign: 1 | -1): Quantity {
  const [a, b] = sameKind(left, right);
  return { amount: a.amount + sign * b.amount, unit: a.unit };
}

function multiply(left: Result, right: Result): Quantity {
  const [a, b] = [quantityOf(left), quantityOf(right)];
  if (a.unit && b.unit) throw new MathError('Units cannot be multiplied here');
  return { amount: a.amount * b.amount, unit: a.unit ?? b.unit };
}

function divide(left: Result, right: Result): Quantity {
  const [a, b] = [quantityOf(left), quantityOf(right)];
  if (!b.unit) return { amount: a.amount / b.amount, unit: a.unit };
  const [top, bottom] = sameKind(a, b);
  return plain(top.amount / bottom.amount);
}

function convert(left: Result, right: Result): Quantity {
  const [from, to] = [quantityOf(left), quantityOf(right)];
  if (!to.unit || from.unit?.kind !== to.unit.kind) throw new MathError('Units do not match');
  return inUnit(from, to.unit);
}

function compare(operator: string, left: Result, right: Result): boolean {
  const [a, b] = sameKind(left, right).map(({ amount }) => amount) as [number, number];
  const order = Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b;
  const answers: Readonly<Record<string, boolean>> = {
    '==': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  const answer = answers[operator];
  if (answer === undefined) throw new MathError(`Unexpected "${operator}"`);
  return answer;
}

/** The sign of the divisor, as math.js has it. */
const modulo = (a: number, b: number): number => (b === 0 ? a : a - b * Math.floor(a / b));

function factorial(n: number): number {
  if (n < 0 || !Number.isInteger(n)) throw new MathError('A factorial needs a whole number');
  if (n > 170) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** Fourteen digits: the fifteenth and sixteenth are a double's noise (`0.1 + 0.2`). */
function printed(result: Result): string {
  if (typeof result === 'boolean') return String(result);
  const number = String(Number(result.amount.toPrecision(14)));
  return result.unit ? `${number} ${result.unit.name}` : number;
}
