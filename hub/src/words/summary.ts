import type { Language } from './words.ts';

/** What a command is for, as the API tells it: what is built in in every language, and what people wrote as they wrote it. */
interface Told {
  readonly summary: string;
  readonly summaries: Readonly<Record<Language, string>> | null;
}

export const summaryOf = ({ summary, summaries }: Told, language: Language): string => summaries?.[language] ?? summary;
