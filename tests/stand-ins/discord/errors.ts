import type { Answer } from '../routes.ts';

/** Discord: opcodes and status codes, JSON error codes. */
const MESSAGES = {
  10002: [404, 'Unknown Application'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10014: [404, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10026: [404, 'Unknown Ban'],
  10062: [404, 'Unknown interaction'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50016: [
    400,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.',
  ],
  50025: [403, 'Invalid OAuth2 access token'],
  50027: [401, 'Invalid Webhook Token'],
  50034: [400, 'A message provided was too old to bulk delete'],
  50109: [400, 'The request body contains invalid JSON.'],
} as const satisfies Record<number, readonly [number, string]>;

export type ErrorCode = keyof typeof MESSAGES;

/** A refusal in Discord's words. */
export function refuse(code: ErrorCode): Answer {
  const [status, message] = MESSAGES[code];
  return { status, json: { message, code } };
}

/** `401: Unauthorized`, `404: Not Found` …: failures without a code of their own. */
export function plainError(status: number, text: string): Answer {
  return { status, json: { message: `${status}: ${text}`, code: 0 } };
}

/** What is wrong with one field: `path` from the body's root. */
export interface Issue {
  path: readonly (string | number)[];
  code: string;
  message: string;
}

type ErrorTree = { [field: string]: ErrorTree } & { _errors?: { code: string; message: string }[] };

function branch(tree: ErrorTree, key: string): ErrorTree {
  tree[key] ??= {} as ErrorTree;
  return tree[key] as ErrorTree;
}

/** Discord: API reference, error messages: issues sit in a tree of the body's own fields. */
export function invalidForm(issues: readonly Issue[]): Answer {
  const errors: ErrorTree = {};
  for (const { path, code, message } of issues) {
    const at = path.reduce<ErrorTree>((tree, key) => branch(tree, String(key)), errors);
    at._errors = [...(at._errors ?? []), { code, message }];
  }
  return { status: 400, json: { message: 'Invalid Form Body', code: 50035, errors } };
}

const required = { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };

/** Collects issues while a body is read; lengths count code points. */
export class Form {
  readonly issues: Issue[] = [];

  add(path: Issue['path'], code: string, message: string): void {
    this.issues.push({ path, code, message });
  }

  require(path: Issue['path']): void {
    this.issues.push({ path, ...required });
  }

  /** A text within limits; absent counts as wrong when at least one character is due. */
  text(path: Issue['path'], value: unknown, min: number, max: number): string {
    if (value === undefined || value === null || value === '') {
      if (min > 0) this.require(path);
      return '';
    }
    if (typeof value !== 'string') {
      this.add(path, 'STRING_TYPE_CONVERT', `Could not interpret "${String(value)}" as string.`);
      return '';
    }
    const length = [...value].length;
    if (length > max && min > 1) this.bad(path, min, max);
    else if (length > max) this.tooLong(path, max);
    else if (length < min) this.bad(path, min, max);
    return value;
  }

  /** A list of at most `max`; absent is an empty one. */
  list(path: Issue['path'], value: unknown, max: number): unknown[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    if (value.length > max) this.tooLong(path, max);
    return value;
  }

  oneOf(path: Issue['path'], value: unknown, allowed: readonly unknown[]): void {
    if (value === undefined) this.require(path);
    else if (!allowed.includes(value))
      this.add(path, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.map(String).join(', ')}}.`);
  }

  tooLong(path: Issue['path'], max: number): void {
    this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  }

  bad(path: Issue['path'], min: number, max: number): void {
    this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  }
}

/** A JSON object, or an empty one for anything else. */
export function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
