/** The theme and language of this browser: what was chosen, or what the system says. `hub/public/before-paint.js` applies the theme first. */
import { LANGUAGES, type Language } from '../words/words.ts';

export const THEMES = ['dark', 'light', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const THEME_KEY = 'waddlebot.theme';
const LANGUAGE_KEY = 'waddlebot.language';

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Browsers that keep nothing forget it with the page.
  }
};

/** Dark unless it was chosen otherwise: most look at it while on stream. */
export const chosenTheme = (): Theme => THEMES.find((theme) => theme === kept(THEME_KEY)) ?? 'dark';

function applyTheme(theme: Theme): void {
  const isLight = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
}

export function chooseTheme(theme: Theme): void {
  keep(THEME_KEY, theme);
  applyTheme(theme);
}

export const chosenLanguage = (): Language =>
  LANGUAGES.find((language) => language === kept(LANGUAGE_KEY)) ??
  LANGUAGES.find((language) => navigator.language.toLowerCase().startsWith(language)) ??
  'en';

export function chooseLanguage(language: Language): void {
  keep(LANGUAGE_KEY, language);
  document.documentElement.lang = language;
}

applyTheme(chosenTheme());
document.documentElement.lang = chosenLanguage();
matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => applyTheme(chosenTheme()));
