import type { Language } from './words.ts';

interface FieldWords {
  readonly label?: string;
  readonly hint?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** Settings of modules in German; English is what their schemas say, and so is all that is missing here. */
const GERMAN: Readonly<Record<string, Readonly<Record<string, FieldWords>>>> = {
  greetings: {
    enabled: { label: 'Leuten danken', hint: 'Ob der Bot im Chat dankt für das, was Leute für den Kanal tun.' },
    off: {
      label: 'Nicht für',
      hint: 'Wofür nicht gedankt wird, während der Rest an ist: wo der Chat sonst zu laut wäre.',
    },
    texts: {
      label: 'Eigene Worte',
      hint: 'Was je nach Art gesagt wird: $(names), $(count), $(amount) und $(what) werden ausgefüllt. Was fehlt, sagt der Bot wie üblich.',
    },
  },
  hype: {
    goal: {
      label: 'Ziel',
      hint: 'Wie viele verschiedene Leute die Anzeige in einer Minute füllen: Einer allein ist kein Hype.',
    },
    restMinutes: {
      label: 'Pause, Minuten',
      hint: 'Zwischen einer Feier und der nächsten Anzeige, damit es etwas Besonderes bleibt.',
    },
    raids: {
      label: 'Raids davon erzählen',
      hint: 'Ob den Gästen eines Raids davon erzählt wird, damit sie mitmachen können.',
    },
  },
  memories: {
    quoteApproval: {
      label: 'Zitate freigeben',
      hint: 'Ob Zitate, die Leute anlegen, warten, bis jemand von der Moderation sie freigibt.',
    },
    remindersPerPerson: {
      label: 'Erinnerungen je Person',
      hint: 'Wie viele offene Erinnerungen eine Person haben darf.',
    },
  },
};

/** Better words than a schema has for the field at a path of a module's settings. */
export const moduleFieldWords =
  (module: string, language: Language) =>
  (path: string): FieldWords | undefined =>
    language === 'de' ? GERMAN[module]?.[path] : undefined;
