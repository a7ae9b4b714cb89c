import { placeOfText, placeText } from '../../channels/places.ts';
import type { Schedule, Timer } from './queries.ts';

/** A timer as its form has it: what each kind of schedule would be is kept, whichever is chosen. */
export interface TimerDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly texts: readonly string[];
  readonly order: 'rotate' | 'random';
  readonly kind: 'interval' | 'cron';
  readonly every: number | null;
  readonly cron: string;
  /** Empty: the community's. */
  readonly zone: string;
  /** `platform:id room`; empty: everywhere. */
  readonly target: string;
  readonly minLines: number | null;
  readonly live: 'live' | 'offline' | 'always';
  readonly jitter: number | null;
}

export const NEW_TIMER: TimerDraft = {
  name: '',
  enabled: true,
  texts: [''],
  order: 'rotate',
  kind: 'interval',
  every: 15,
  cron: '',
  zone: '',
  target: '',
  minLines: 5,
  live: 'always',
  jitter: 0,
};

export const draftOf = ({ schedule, target, live, texts, ...timer }: Timer): TimerDraft => ({
  name: timer.name,
  enabled: timer.enabled,
  texts,
  order: timer.order,
  kind: 'every' in schedule ? 'interval' : 'cron',
  every: 'every' in schedule ? schedule.every : NEW_TIMER.every,
  cron: 'cron' in schedule ? schedule.cron : '',
  zone: ('cron' in schedule && schedule.zone) || '',
  target: placeText(target),
  minLines: timer.minLines,
  live: live ?? 'always',
  jitter: timer.jitter,
});

export const scheduleOf = ({ kind, every, cron, zone }: TimerDraft): Schedule =>
  kind === 'interval' ? { every: every ?? 0 } : { cron: cron.trim(), ...(zone === '' ? {} : { zone }) };

/** A timer as the API takes it, without its name. */
export const inputOf = (draft: TimerDraft) => ({
  texts: [...draft.texts],
  schedule: scheduleOf(draft),
  target: placeOfText(draft.target),
  order: draft.order,
  minLines: draft.minLines ?? 0,
  live: draft.live === 'always' ? null : draft.live,
  jitter: draft.jitter ?? 0,
  enabled: draft.enabled,
});
