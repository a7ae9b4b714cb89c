import type { history } from '../words/history.ts';

/** A value of something that was changed, to read. */
export function shownValue(value: unknown, w: (typeof history)['en']): string {
  if (value === undefined || value === null || value === '') return w.notThere;
  if (typeof value === 'boolean') return value ? w.on : w.off;
  if (Array.isArray(value))
    return value.length === 0 ? w.notThere : value.map((each) => shownValue(each, w)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
