import { createContext, useContext } from 'react';
import type { Language } from '../words/words.ts';

export const ChooseLanguageContext = createContext<(language: Language) => void>(() => {});

/** Changes the language of the whole hub, and remembers it in this browser. */
export const useChooseLanguage = (): ((language: Language) => void) => useContext(ChooseLanguageContext);
