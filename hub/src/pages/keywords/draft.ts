import { PLATFORM_NAMES, type PlatformName } from '../rules/platform-choice.tsx';
import type { AnyAction } from './action-text.ts';
import type { Keyword, KeywordInput, Trial } from './queries.ts';

export const MATCHES = ['word', 'contains', 'exact', 'regex'] as const;
export const ACTIONS = ['reply', 'run', 'delete', 'module'] as const;
export type ActionKind = (typeof ACTIONS)[number];

/** A rule as its form has it: what each action would do is kept, whichever is chosen. */
export interface KeywordDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly match: (typeof MATCHES)[number];
  readonly pattern: string;
  readonly caseSensitive: boolean;
  readonly action: ActionKind;
  readonly text: string;
  readonly line: string;
  readonly module: string;
  readonly platforms: readonly PlatformName[];
  readonly priority: number | null;
  readonly cooldown: number | null;
}

export const NEW_KEYWORD: KeywordDraft = {
  name: '',
  enabled: true,
  match: 'word',
  pattern: '',
  caseSensitive: false,
  action: 'reply',
  text: '',
  line: '',
  module: '',
  platforms: [],
  priority: 0,
  cooldown: 0,
};

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

export function draftOf({ name, enabled, match, pattern, caseSensitive, ...rest }: Keyword): KeywordDraft {
  const action: AnyAction = rest.action;
  return {
    name,
    enabled,
    match,
    pattern,
    caseSensitive,
    action: ACTIONS.find((one) => one === action.is) ?? 'reply',
    text: textIn(action.text),
    line: textIn(action.line),
    module: textIn(action.module),
    platforms: PLATFORM_NAMES.filter((one) => rest.platforms?.includes(one)),
    priority: rest.priority,
    cooldown: rest.cooldown,
  };
}

export function actionOf({ action, text, line, module }: KeywordDraft): KeywordInput['action'] {
  switch (action) {
    case 'reply':
      return { is: 'reply', text };
    case 'run':
      return { is: 'run', line };
    case 'delete':
      return { is: 'delete' };
    case 'module':
      return { is: 'module', module: module.trim().replace(/^#/, '') };
  }
}

/** A rule as the API takes it. */
export const inputOf = (draft: KeywordDraft) => ({
  name: draft.name.trim(),
  match: draft.match,
  pattern: draft.pattern,
  caseSensitive: draft.caseSensitive,
  platforms: draft.platforms.length === 0 ? null : [...draft.platforms],
  priority: draft.priority ?? 0,
  cooldown: draft.cooldown ?? 0,
  action: actionOf(draft),
  enabled: draft.enabled,
});

/** A draft as it is tried among the others. @param replaces the rule that it is a draft of */
export const trialOf = (draft: KeywordDraft, replaces: string | null): NonNullable<Trial['rule']> => ({
  match: draft.match,
  pattern: draft.pattern,
  caseSensitive: draft.caseSensitive,
  platforms: draft.platforms.length === 0 ? null : [...draft.platforms],
  priority: draft.priority ?? 0,
  among: true,
  ...(replaces === null ? {} : { replaces }),
});
