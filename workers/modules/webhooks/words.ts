import type { Words } from '../../core/words.ts';

export const words = {
  /** `{name}` is the webhook's, for communities that want to see who speaks. */
  said: { en: '{text}', de: '{text}' },
} as const satisfies Words;
