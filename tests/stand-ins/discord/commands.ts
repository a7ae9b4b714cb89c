import type { Answer } from '../routes.ts';
import { Form, type Issue, invalidForm, record, refuse } from './errors.ts';
import type { Snowflakes } from './snowflake.ts';

/** Discord: application commands, option types. */
export const OPTION = {
  SUB_COMMAND: 1,
  SUB_COMMAND_GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
} as const;

export interface DeclaredOption {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  options?: DeclaredOption[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
}

/** A command as Discord gives it back; `type` 1 is chat input, 2 user, 3 message. */
export interface DeclaredCommand {
  id: string;
  application_id: string;
  guild_id?: string;
  version: string;
  type: number;
  name: string;
  description: string;
  options?: DeclaredOption[];
  default_member_permissions: string | null;
  [field: string]: unknown;
}

const MAX_PER_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
const MAX_OPTIONS = 25;
const MAX_CHARACTERS = 8_000;
// Discord: application command naming.
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

type Path = Issue['path'];
type Fields = Record<string, unknown>;

const isSub = (type: unknown) => type === OPTION.SUB_COMMAND || type === OPTION.SUB_COMMAND_GROUP;
const takesAutocomplete = (type: unknown) => [OPTION.STRING, OPTION.INTEGER, OPTION.NUMBER].some((t) => t === type);

function checkName(form: Form, path: Path, name: unknown): void {
  const given = form.text(path, name, 1, 32);
  if (given === '' || [...given].length > 32) return;
  if (!NAME.test(given) || given !== given.toLowerCase())
    form.add(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

// Discord: reference, locales.
const LOCALES =
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  );

function checkDescription(form: Form, path: Path, { description, description_localizations: localized }: Fields): void {
  form.text([...path, 'description'], description, 1, 100);
  if (localized === undefined || localized === null) return;
  const at = [...path, 'description_localizations'];
  for (const [locale, text] of Object.entries(record(localized))) {
    if (!LOCALES.includes(locale)) form.add(at, 'ENUM_TYPE_COERCE', `Value "${locale}" is not a locale.`);
    form.text([...at, locale], text, 1, 100);
  }
}

function checkChoices(form: Form, path: Path, option: Fields): void {
  for (const [index, choice] of form.list([...path, 'choices'], option.choices, MAX_OPTIONS).entries()) {
    const at = [...path, 'choices', index];
    const { name, value } = record(choice);
    form.text([...at, 'name'], name, 1, 100);
    if (option.type === OPTION.STRING) form.text([...at, 'value'], value, 1, 100);
    else if (typeof value !== 'number')
      form.add([...at, 'value'], 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not a number.`);
  }
}

/** Groups stand at the top, subcommands at the top or in groups, plain options anywhere but in groups. */
function allowedIn(parent: unknown): number[] {
  if (parent === OPTION.SUB_COMMAND_GROUP) return [OPTION.SUB_COMMAND];
  return Object.values(OPTION).filter((type) => parent === undefined || !isSub(type));
}

function checkOption(form: Form, path: Path, given: unknown, parent: unknown): void {
  const option = record(given);
  form.oneOf([...path, 'type'], option.type, allowedIn(parent));
  checkName(form, [...path, 'name'], option.name);
  checkDescription(form, path, option);
  if (option.choices !== undefined) checkChoices(form, path, option);
  if (option.autocomplete === true) checkAutocomplete(form, path, option);
  if (isSub(option.type)) checkOptions(form, [...path, 'options'], option.options, option.type);
}

function checkAutocomplete(form: Form, path: Path, option: Fields): void {
  if (takesAutocomplete(option.type) && !(Array.isArray(option.choices) && option.choices.length > 0)) return;
  const message = 'Autocomplete options must be of type string, integer or number, without choices';
  form.add([...path, 'autocomplete'], 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', message);
}

function checkOptions(form: Form, path: Path, given: unknown, parent?: unknown): void {
  const options = form.list(path, given, MAX_OPTIONS);
  for (const [index, option] of options.entries()) checkOption(form, [...path, index], option, parent);
  const fields = options.map(record);
  const subs = fields.filter(({ type }) => isSub(type)).length;
  if (subs > 0 && subs < fields.length) {
    const message = 'Sub-command and sub-command group option types are mutually exclusive to all other types';
    form.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message);
  }
  for (const [index, { required, name }] of fields.entries()) {
    if (required === true && fields.slice(0, index).some((earlier) => earlier.required !== true)) {
      const message = 'Required options must be placed before non-required options';
      form.add([...path, index], 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    if (fields.findIndex((earlier) => earlier.name === name) < index)
      form.add([...path, index], 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE', 'Option names must be unique');
  }
}

const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

/**
 * Discord: application commands: name, description and value of a command, its options and choices together; of a field in
 * several languages the longest.
 */
function characters(given: unknown): number {
  const { name, description, description_localizations: localized, value, options, choices } = record(given);
  const inner = [options, choices].flatMap((list) => (Array.isArray(list) ? list : []));
  return (
    length(name) +
    Math.max(...[description, ...Object.values(record(localized))].map(length)) +
    length(value) +
    inner.reduce((sum, item) => sum + characters(item), 0)
  );
}

function checkCommand(form: Form, path: Path, command: Fields): void {
  const type = command.type ?? 1;
  form.oneOf([...path, 'type'], type, [1, 2, 3]);
  if (type !== 1) {
    form.text([...path, 'name'], command.name, 1, 32);
    if (length(command.description) > 0)
      form.add(
        [...path, 'description'],
        'APPLICATION_COMMAND_DESCRIPTION_INVALID',
        'Context menu commands cannot have description',
      );
    return;
  }
  checkName(form, [...path, 'name'], command.name);
  checkDescription(form, path, command);
  checkOptions(form, [...path, 'options'], command.options);
  const size = characters(command);
  if (size > MAX_CHARACTERS)
    form.add(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_CHARACTERS})`);
}

/** The application's commands, global and per guild. */
export class Commands {
  #scopes = new Map<string, DeclaredCommand[]>();
  #applicationId: string;
  #ids: Snowflakes;

  constructor(applicationId: string, ids: Snowflakes) {
    this.#applicationId = applicationId;
    this.#ids = ids;
  }

  list(guild?: string): readonly DeclaredCommand[] {
    return this.#scopes.get(guild ?? '') ?? [];
  }

  /** What a person in this guild sees under a name: the guild's own command hides the global one. */
  find(name: string, guild: string | undefined, type = 1): DeclaredCommand | undefined {
    const seen = [...(guild === undefined ? [] : this.list(guild)), ...this.list()];
    return seen.find((command) => command.name === name && command.type === type);
  }

  /** Bulk overwrite: all or nothing; a command that keeps its name keeps its id. */
  overwrite(body: unknown, guild?: string): Answer {
    const form = new Form();
    if (!Array.isArray(body)) {
      form.add([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return invalidForm(form.issues);
    }
    const given = body.map(record);
    for (const [index, command] of given.entries()) {
      checkCommand(form, [index], command);
      const twin = given.findIndex(({ name, type }) => name === command.name && (type ?? 1) === (command.type ?? 1));
      if (twin < index)
        form.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    if (form.issues.length > 0) return invalidForm(form.issues);
    const over = Object.entries(MAX_PER_TYPE).some(
      ([type, max]) => given.filter((command) => String(command.type ?? 1) === type).length > max,
    );
    if (over) return refuse(30032);
    const declared = given.map((command) => this.#declared(command, guild));
    this.#scopes.set(guild ?? '', declared);
    return { json: declared };
  }

  #declared(command: Fields, guild: string | undefined): DeclaredCommand {
    const type = Number(command.type ?? 1);
    const before = this.list(guild).find(({ name, type: known }) => name === command.name && known === type);
    return {
      default_member_permissions: null,
      dm_permission: true,
      nsfw: false,
      contexts: null,
      integration_types: [0],
      name_localizations: null,
      description_localizations: null,
      ...command,
      description: String(command.description ?? ''),
      name: String(command.name),
      type,
      id: before?.id ?? this.#ids.next(),
      version: this.#ids.next(),
      application_id: this.#applicationId,
      ...(guild === undefined ? {} : { guild_id: guild }),
    };
  }
}
