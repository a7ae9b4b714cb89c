import type { Language } from '../core/words.ts';
import type { Services } from './services.ts';

/** Every sentence that the modules of this deployment say, as it is built in. */
export const sentencesOf = ({ modules }: Pick<Services, 'modules'>, language: Language) =>
  modules.flatMap(({ name, words }) =>
    Object.entries(words).map(([key, word]) => ({ key: `${name}.${key}`, text: word[language] ?? word.en })),
  );
