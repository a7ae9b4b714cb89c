/** An expression that cannot be worked out; its message says why. */
export class MathError extends Error {
  override readonly name = 'MathError';
}

export interface Token {
  readonly is: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_][a-z0-9_]*)|(==|!=|<=|>=|[-+*/%^!()<>=?:;,])|(?=[^\s])|$)/iy;

/** Operators that are written as words. */
const WORDS = ['and', 'or', 'not', 'mod', 'to', 'in'];
/** What phones and word processors make of signs. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '×': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
  '·': '*',
  '²': '^2',
  '³': '^3',
};

/** @throws MathError at a character that has no place in an expression */
export function tokensOf(expression: string): Token[] {
  const text = expression.replace(/[×÷−–·²³]/g, (char) => LOOKALIKES[char] as string);
  const tokens: Token[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const [, number, name, operator] = TOKEN.exec(text) ?? [];
    if (number !== undefined) tokens.push({ is: 'number', text: number });
    else if (name !== undefined) tokens.push(nameOrWord(name, tokens.at(-1)));
    else if (operator !== undefined) tokens.push({ is: 'operator', text: operator });
    else if (TOKEN.lastIndex < text.length) throw new MathError(`Unexpected "${[...text.slice(TOKEN.lastIndex)][0]}"`);
  }
  tokens.push({ is: 'end', text: '' });
  return tokens;
}

/** `in` is an inch behind a number, and asks for another unit behind one: `2 in`, `2 cm in inch`. */
function nameOrWord(name: string, before: Token | undefined): Token {
  const isWord = WORDS.includes(name.toLowerCase()) && !(name === 'in' && before?.is === 'number');
  return isWord ? { is: 'operator', text: name.toLowerCase() } : { is: 'name', text: name };
}
