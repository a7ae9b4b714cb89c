import { createContext, useContext } from 'react';
import type { Language, Words } from './words.ts';

/** The language that the hub speaks: set by the app. */
export const LanguageContext = createContext<Language>('en');

export const useLanguage = (): Language => useContext(LanguageContext);

/** A part of the catalogue in the language of whoever looks. */
export const useWords = <Sentences>(words: Words<Sentences>): Words<Sentences>[Language] => words[useLanguage()];
