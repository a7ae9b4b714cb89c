/** Languages the hub speaks. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A sentence in every language: a text, or what makes one of what it is about. */
// biome-ignore lint/suspicious/noExplicitAny: each sentence says itself what it takes.
type Sentence = Readonly<Record<Language, string>> | Readonly<Record<Language, (...about: any[]) => string>>;

type Spoken<Sentences> = {
  readonly [Key in keyof Sentences]: Sentences[Key] extends { readonly en: infer English }
    ? English extends string
      ? string
      : English
    : never;
};

export type Words<Sentences> = Readonly<Record<Language, Spoken<Sentences>>>;

/**
 * A part of the hub's catalogue, with both languages side by side: `defineWords({ copy: { en: 'Copy', de: 'Kopieren' } })`. Pages
 * read it by `useWords`.
 */
export function defineWords<const Sentences extends Readonly<Record<string, Sentence>>>(
  sentences: Sentences,
): Words<Sentences> {
  const inLanguage = (language: Language) =>
    Object.fromEntries(Object.entries(sentences).map(([key, sentence]) => [key, sentence[language]]));
  return { en: inLanguage('en'), de: inLanguage('de') } as Words<Sentences>;
}
