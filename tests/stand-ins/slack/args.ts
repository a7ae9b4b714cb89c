import { type Answer, parseJson, type StandInRequest } from '../routes.ts';

/** The arguments of a Web API call, the token it came with, and what Slack warns about. */
export interface CallArguments {
  args: Record<string, unknown>;
  token?: string;
  warning?: 'missing_charset';
}

/** `{ok: false, error}`: the Web API answers 200 even when it refuses (Slack: Web API responses). */
export function slackError(error: string, more: Record<string, unknown> = {}): Answer {
  return { json: { ok: false, error, ...more } };
}

/** Form fields may hold JSON where an argument is an object or list. */
function form(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? (parseJson(value) ?? value) : value,
    ]),
  );
}

/**
 * Reads a call's arguments and token, or gives Slack's refusal of the content type.
 * @param takesJson Read methods take forms only and refuse JSON with `invalid_arguments` (seen in gajae-code#3824).
 */
export function readArguments(request: StandInRequest, takesJson: boolean): CallArguments | Answer {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const args: Record<string, unknown> = Object.fromEntries(request.query);
  const [type, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/);
  let warning: CallArguments['warning'];
  if (request.body === '') {
    // No body, no type needed.
  } else if (type === 'application/json') {
    const json = parseJson(request.body);
    if (typeof json !== 'object' || json === null) return slackError('invalid_json');
    if (!takesJson) return slackError('invalid_arguments');
    Object.assign(args, json);
    if (!parameters.some((parameter) => parameter.startsWith('charset='))) warning = 'missing_charset';
  } else if (type === 'application/x-www-form-urlencoded') {
    Object.assign(args, form(request.body));
  } else {
    return slackError(type === '' ? 'missing_post_type' : 'invalid_post_type');
  }
  // A token inside a JSON body is ignored; only the header or a form field counts.
  const inForm = type === 'application/json' ? undefined : args.token;
  return { args, token: bearer ?? (typeof inForm === 'string' ? inForm : undefined), warning };
}

/** A string argument; undefined when it is missing or empty. */
export function text(args: Record<string, unknown>, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A boolean argument, which forms spell `true` or `1`. */
export function flag(args: Record<string, unknown>, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}
