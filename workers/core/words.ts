/** Every sentence a module says, by key; `{name}` marks what is filled in. A community may replace any of them. */
export type Words = Readonly<Record<string, { readonly en: string; readonly de?: string }>>;
export type Language = 'en' | 'de';
/** One text in every language. */
export type InEachLanguage = Readonly<Record<Language, string>>;
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** A community's own sentences, by module and key: `general.ping`. */
export type OwnWords = Readonly<Record<string, string>>;

/** Those of one module, by key. */
export const ownWordsOf = (module: string, own: OwnWords = {}): OwnWords =>
  Object.fromEntries(
    Object.entries(own)
      .filter(([name]) => name.startsWith(`${module}.`))
      .map(([name, text]) => [name.slice(module.length + 1), text]),
  );

/**
 * Binds a module's words to a community's language, and to its own words where it has some. A key that does not exist is a
 * fault of the module and throws.
 */
export function speak(words: Words, language: Language, own: OwnWords = {}): Say {
  return (key, values = {}) => {
    const entry = Object.hasOwn(words, key) ? words[key] : undefined;
    if (!entry) throw new Error(`no words for ${key}`);
    const text = Object.hasOwn(own, key) ? (own[key] as string) : (entry[language] ?? entry.en);
    return text.replace(/\{(\w+)\}/g, (typed, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : typed,
    );
  };
}
