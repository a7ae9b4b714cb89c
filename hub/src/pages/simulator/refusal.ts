import { refusals } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';
import type { Simulation, StepOf } from './queries.ts';
import type { Run } from './runs.ts';

type Key = keyof (typeof refusals)['en'];

/** By the API's reasons: why, and what helps. */
const REASONS: Readonly<Record<string, readonly [why: Key, advice: Key]>> = {
  unlinked: ['unlinked', 'unlinkedDo'],
  late: ['late', 'lateDo'],
  'unknown-command': ['unknown', 'unknownDo'],
  'alias-loop': ['aliasLoop', 'aliasDo'],
  'alias-depth': ['aliasDepth', 'aliasDo'],
  'alias-length': ['aliasLength', 'aliasDo'],
  disabled: ['disabled', 'disabledDo'],
  expired: ['expired', 'expiredDo'],
  live: ['live', 'liveDo'],
  'live-unknown': ['liveUnknown', 'liveDo'],
  denied: ['denied', 'deniedDo'],
  level: ['level', 'levelDo'],
  cooldown: ['cooldown', 'waitDo'],
  'command-limit': ['commandLimit', 'limitDo'],
  'channel-limit': ['channelLimit', 'limitDo'],
  'community-limit': ['communityLimit', 'limitDo'],
  'reply-limit': ['replyLimit', 'waitDo'],
  'webhook-limit': ['webhookLimit', 'limitDo'],
  duplicate: ['duplicate', 'lateDo'],
  'few-lines': ['fewLines', 'fewLinesDo'],
  raid: ['raid', 'waitDo'],
  unconfigured: ['unconfigured', 'lateDo'],
};

export interface ToldRefusal {
  readonly why: string;
  readonly advice: string | null;
}

const admittedOf = ({ steps }: Simulation): StepOf<'admitted'> | undefined =>
  steps.find((step): step is StepOf<'admitted'> => step.step === 'admitted');

/** Why nothing comes of it, in the language of whoever looks; null where something does. */
export function useRefusal({ asked, came }: Run, prefix = '!'): ToldRefusal | null {
  const w = useWords(refusals);
  const admitted = admittedOf(came);
  if (!admitted || admitted.decision === 'admitted') return null;
  if (admitted.decision === 'ignored')
    return asked.event === null
      ? { why: w.ignored, advice: w.ignoredDo(prefix) }
      : { why: w.ignoredEvent, advice: w.ignoredEventDo };
  const told = REASONS[admitted.reason ?? ''];
  if (!told) return { why: admitted.words ?? admitted.reason ?? '', advice: null };
  const [why, advice] = told.map((key) => w[key]).filter((words): words is string => typeof words === 'string');
  return { why: why ?? '', advice: advice ?? null };
}
