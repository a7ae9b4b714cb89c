import type { keywords } from '../../words/keywords.ts';

/** What a rule does, as lists and drafts have it. */
export interface AnyAction {
  readonly is?: unknown;
  readonly text?: unknown;
  readonly line?: unknown;
  readonly module?: unknown;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a rule does, as the second half of a sentence. */
export function actionText(action: AnyAction, w: (typeof keywords)['en'], prefix: string): string {
  switch (action.is) {
    case 'reply':
      return w.says(textIn(action.text));
    case 'run':
      return w.runs(`${prefix}${textIn(action.line)}`);
    case 'delete':
      return w.deletes;
    default:
      return w.asks(action.module === null ? w.moduleGone : `#${textIn(action.module)}`);
  }
}
