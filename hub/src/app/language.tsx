import { type ReactNode, useCallback, useState } from 'react';
import { LanguageContext } from '../words/use-words.ts';
import type { Language } from '../words/words.ts';
import { chooseLanguage, chosenLanguage } from './preferences.ts';
import { ChooseLanguageContext } from './use-choose-language.ts';

/** The language of everything inside: the one that was chosen, or the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  const choose = useCallback((chosen: Language) => {
    chooseLanguage(chosen);
    setLanguage(chosen);
  }, []);
  return (
    <ChooseLanguageContext value={choose}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </ChooseLanguageContext>
  );
}
