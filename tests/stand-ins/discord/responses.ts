import { Form, type Issue, record } from './errors.ts';
import type { InteractionRecord } from './interaction-tokens.ts';
import { FLAG, isEmpty, readMessage } from './messages.ts';

/** Discord: interaction callback types. */
export const CALLBACK = {
  PONG: 1,
  MESSAGE: 4,
  DEFERRED_MESSAGE: 5,
  DEFERRED_UPDATE: 6,
  UPDATE: 7,
  CHOICES: 8,
  MODAL: 9,
} as const;

const C = CALLBACK;
const ALLOWED: Readonly<Record<InteractionRecord['kind'], readonly number[]>> = {
  ping: [C.PONG],
  command: [C.MESSAGE, C.DEFERRED_MESSAGE, C.MODAL],
  component: [C.MESSAGE, C.DEFERRED_MESSAGE, C.DEFERRED_UPDATE, C.UPDATE, C.MODAL],
  autocomplete: [C.CHOICES],
  modal: [C.MESSAGE, C.DEFERRED_MESSAGE],
};

const MAX_CHOICES = 25;

/** An answer to an interaction that Discord takes. */
export interface InteractionResponse {
  type: number;
  data: Record<string, unknown>;
}

function checkChoices(form: Form, data: Record<string, unknown>): void {
  if (data.choices === undefined) form.require(['data', 'choices']);
  for (const [index, choice] of form.list(['data', 'choices'], data.choices, MAX_CHOICES).entries()) {
    const at = ['data', 'choices', index];
    const { name, value } = record(choice);
    form.text([...at, 'name'], name, 1, 100);
    if (typeof value === 'string') form.text([...at, 'value'], value, 1, 100);
    else if (typeof value !== 'number') form.require([...at, 'value']);
  }
}

function checkModal(form: Form, data: Record<string, unknown>): void {
  form.text(['data', 'title'], data.title, 1, 45);
  form.text(['data', 'custom_id'], data.custom_id, 1, 100);
  const components = form.list(['data', 'components'], data.components, 5);
  if (components.length === 0) form.bad(['data', 'components'], 1, 5);
}

function checkData(form: Form, type: number, data: Record<string, unknown>): void {
  if (type === C.CHOICES) checkChoices(form, data);
  if (type === C.MODAL) checkModal(form, data);
  if (type === C.DEFERRED_MESSAGE && (Number(data.flags ?? 0) & ~FLAG.EPHEMERAL) !== 0)
    form.add(['data', 'flags'], 'INTERACTION_CALLBACK_FLAGS_INVALID', 'Only the EPHEMERAL flag can be set.');
  if (type !== C.MESSAGE && type !== C.UPDATE) return;
  const message = readMessage(form, data, ['data']);
  if (type === C.MESSAGE && isEmpty(message))
    form.add(['data', 'content'], 'BASE_TYPE_REQUIRED', 'This field is required');
}

/** Checks an answer against what its interaction allows. */
export function readResponse(
  { kind, message }: Pick<InteractionRecord, 'kind' | 'message'>,
  body: unknown,
): InteractionResponse | { issues: Issue[] } {
  const form = new Form();
  const { type, data } = record(body);
  const updates = kind === 'modal' && message ? [C.DEFERRED_UPDATE, C.UPDATE] : [];
  form.oneOf(['type'], type, [...ALLOWED[kind], ...updates]);
  if (form.issues.length === 0) checkData(form, Number(type), record(data));
  return form.issues.length > 0 ? { issues: form.issues } : { type: Number(type), data: record(data) };
}
