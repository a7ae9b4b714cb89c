// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import fc from 'fast-check';
import { VARIABLES } from '../../../workers/core/templates/variables/index.ts';

/** What people type who mean harm, or who have an emoji for a name. */
const HOSTILE = [
  '$(user)',
  '$(',
  '${',
  '${user}',
  ')',
  '}',
  '$(count)',
  '|',
  '"',
  "'",
  '`',
  '\\',
  '\\$',
  ',',
  ' ',
  '{{title}}',
  '{{',
  '}}',
  '$(eval 1)',
  '$&',
  '$1',
  '/',
  '.',
  '!',
  '/ban',
  '\n',
  '\u202e',
  '🦆',
  '\ud83e',
  '%',
  '+',
  '<',
  '//',
  '*/',
  '";pwn();"',
  "';pwn();'",
  '${pwn()}',
  'pwn()',
  '0',
  '-1',
  'json',
  'true',
];

/** Some of it, one after the other. */
export const hostile: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 5 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

/** Names and texts that platforms let through: not empty, without blanks at their ends. */
export const visible: fc.Arbitrary<string> = hostile.map((text) => text.trim()).filter((text) => text !== '');

const NAMES = VARIABLES.flatMap(([, variables]) => variables.flatMap(({ names }) => names));

/** A text out of pieces of the grammar, well formed or not. */
export const soup: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$(',
        '${',
        ')',
        '}',
        '(',
        '{',
        '|',
        ' ',
        '"',
        "'",
        '\\',
        '$',
        ':',
        '.',
        '1',
        '2:',
        '1:3',
        ',',
        '/',
        '!',
        '/me ',
        'eval ',
        '`',
      ),
      fc.constantFrom(...NAMES),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

/** A text whose variables are all closed, some inside of others. */
export const wellFormed: fc.Arbitrary<string> = fc.letrec<{ text: string; variable: string }>((tie) => ({
  text: fc
    .array(fc.oneof({ depthSize: 'small' }, fc.constantFrom('a', ' ', '"', ',', '5', 'x y'), tie('variable')), {
      maxLength: 4,
    })
    .map((pieces) => pieces.join('')),
  variable: fc.tuple(fc.constantFrom(...NAMES, 'nobody'), tie('text')).map(([name, args]) => `$(${name} ${args})`),
})).text;
