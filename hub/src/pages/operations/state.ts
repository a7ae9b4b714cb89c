import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';
import { LETTER_KINDS, QUEUES, UNSEEN } from './queries.ts';

export const COMMUNITY_TABS = ['letters', 'unseen', 'executions', 'limits', 'hosts'] as const;
export const INSTALLATION_TABS = ['letters', 'hosts', 'agenda', 'versions', 'security'] as const;
const TABS = [...COMMUNITY_TABS, 'agenda', 'versions', 'security'] as const;
export type Tab = (typeof TABS)[number];

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  of: oneOf(raw, 'of', ['installation'] as const),
  tab: oneOf(raw, 'tab', TABS),
  state: oneOf(raw, 'state', ['settled', 'all'] as const),
  queue: oneOf(raw, 'queue', QUEUES),
  kind: oneOf(raw, 'kind', LETTER_KINDS),
  channel: textIn(raw, 'channel'),
  command: textIn(raw, 'command'),
  reason: textIn(raw, 'reason'),
  status: oneOf(raw, 'status', UNSEEN),
  letter: textIn(raw, 'letter'),
  delivery: idIn(raw, 'delivery'),
  invocation: idIn(raw, 'invocation'),
});
export type OperationsState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<OperationsState>, how?: { readonly push?: boolean }) => void;

/** Ids of invocations are the platforms’ own and may be long. */
function idIn(raw: RawSearch, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 1_000) : undefined;
}

/** What is left when another part is opened: nothing that was about the one before. */
export const OTHER_TAB = {
  state: undefined,
  queue: undefined,
  kind: undefined,
  channel: undefined,
  command: undefined,
  reason: undefined,
  status: undefined,
  letter: undefined,
  delivery: undefined,
  invocation: undefined,
} as const satisfies Partial<OperationsState>;
