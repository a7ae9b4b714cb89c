import { OPTION_WORDS } from '../core/options.ts';
import { REFUSAL_WORDS } from '../core/refusals.ts';
import type { Language, Words } from '../core/words.ts';
import type { Services } from './services.ts';

/** What no module says, but the road itself. */
const OF_THE_ROAD: readonly { readonly name: string; readonly words: Words }[] = [
  { name: 'refusals', words: REFUSAL_WORDS },
  { name: 'options', words: OPTION_WORDS },
];

/** Every sentence that this deployment says, as it is built in. */
export const sentencesOf = ({ modules }: Pick<Services, 'modules'>, language: Language) =>
  [...OF_THE_ROAD, ...modules].flatMap(({ name, words }) =>
    Object.entries(words).map(([key, word]) => ({ key: `${name}.${key}`, text: word[language] ?? word.en })),
  );
