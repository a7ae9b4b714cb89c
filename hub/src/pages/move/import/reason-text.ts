import { platformLabel } from '../../../design/platform-mark.tsx';
import { importReasons, type ReasonParams } from '../../../words/import-reasons.ts';
import type { Language } from '../../../words/words.ts';
import type { Line } from './queries.ts';

type Told = Line['reasons'][number];

/** A reason in words. */
export const reasonText = ({ code, params }: Told, language: Language): string => {
  const say: (about: ReasonParams) => string = importReasons[language][code];
  return say(code === 'reserved' ? { platforms: namesOf(String(params.platforms)) } : params);
};

/** What says most about a line: the API puts remarks before what weighs more. */
export const mainReason = ({ reasons }: Pick<Line, 'reasons'>): Told =>
  reasons.at(-1) ?? { code: 'not-read', params: {} };

const namesOf = (platforms: string): string => platforms.split(', ').map(platformLabel).join(', ');
