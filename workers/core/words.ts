/** Every sentence a module says, by key; `{name}` marks what is filled in. A community may replace any of them. */
export type Words = Readonly<Record<string, { readonly en: string; readonly de?: string }>>;
export type Language = 'en' | 'de';
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Binds a module's words to a community's language. A key that does not exist is a fault of the module and throws. */
export function speak(words: Words, language: Language): Say {
  return (key, values = {}) => {
    const entry = Object.hasOwn(words, key) ? words[key] : undefined;
    if (!entry) throw new Error(`no words for ${key}`);
    return (entry[language] ?? entry.en).replace(/\{(\w+)\}/g, (typed, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : typed,
    );
  };
}
