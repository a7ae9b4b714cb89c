import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { DEMO } from '../tests/stand-ins/run.ts';
import { readRun } from './local/run-file.ts';

const ROLES = ['viewer', 'subscriber', 'vip', 'moderator', 'owner'] as const;
type Role = (typeof ROLES)[number];
type Platform = (typeof PLATFORMS)[number];
const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;

const entrySchema = z.object({
  seq: z.number(),
  kind: z.string(),
  op: z.string(),
  data: z.record(z.string(), z.unknown()),
});
const logSchema = z.object({ entries: z.array(entrySchema), next: z.number() });
type Entry = z.infer<typeof entrySchema>;

const HELP = `Type what you would type in chat.
  /as viewer|subscriber|vip|moderator|owner [name]   become somebody
  /quit                                              leave
On Slack, /waddlebot <command> is a slash command; on Discord /ping, /help and the others are.`;

interface Person {
  readonly id: string;
  readonly login: string;
  readonly role: Role;
}

/** Accounts that own the demo's channels. */
const OWNERS: Readonly<Partial<Record<Platform, { readonly id: string; readonly login: string }>>> = {
  twitch: DEMO.twitch.channel,
  kick: DEMO.kick.channel,
  youtube: { id: DEMO.youtube.channel.id, login: DEMO.youtube.channel.title },
};
const SHAPE: Readonly<Record<Platform, (number: number) => string>> = {
  twitch: String,
  discord: (number) => `20000000000${number}0`,
  slack: (number) => `U${number}`,
  youtube: (number) => `UCviewer${number}`,
  kick: String,
};

function person(platform: Platform, role: Role, name: string): Person {
  const owner = role === 'owner' ? OWNERS[platform] : undefined;
  if (owner) return { ...owner, role };
  // The same name is the same account each time: an id out of its letters.
  const number =
    Array.from(name).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 900_000, 7) + 5_000_000;
  return { id: SHAPE[platform](number), login: name, role };
}

/** A terminal in a platform's chat: it speaks through the stand-in, which signs as the platform does. */
class ChatClient {
  readonly #platform: Platform;
  readonly #control: string;
  #since = 0;
  me: Person;

  constructor(platform: Platform, standIn: string, role: Role, name: string) {
    this.#platform = platform;
    this.#control = `${standIn}/_stand-in`;
    this.me = person(platform, role, name);
  }

  become(role: Role, name = this.me.login): void {
    this.me = person(this.#platform, role, name);
  }

  /** Starts listening at what is said from now on. */
  async open(): Promise<void> {
    this.#since = (await this.#log(0, 0)).next;
  }

  /** @returns what a slash command was answered at once, if anything. */
  async say(text: string): Promise<string | undefined> {
    const isSlash = this.#platform === 'slack' && text.startsWith('/');
    const [command = '', ...rest] = text.split(' ');
    const line = isSlash ? { kind: 'slash', command, text: rest.join(' ') } : { text };
    const isStream = this.#platform === 'twitch' || this.#platform === 'kick';
    const role = this.me.role === 'owner' && isStream ? 'broadcaster' : this.me.role;
    const response = await fetch(`${this.#control}/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...line, user: { ...this.me, role } }),
    });
    const answer = (await response.json()) as {
      readonly status?: number;
      readonly body?: unknown;
      readonly error?: string;
    };
    if (!response.ok) return `(the stand-in refused this: ${answer.error})`;
    if ((answer.status ?? 0) >= 400 || answer.status === 0)
      return `(WaddleBot answered the webhook with ${answer.status})`;
    const { text: shown } = z.object({ text: z.string() }).catch({ text: '' }).parse(answer.body);
    return shown || undefined;
  }

  /** What the bot posted since the last call, waiting up to `waitMs` for the first of it. */
  async heard(waitMs: number): Promise<string[]> {
    const { entries, next } = await this.#log(this.#since, waitMs);
    this.#since = Math.max(this.#since, next);
    return entries.flatMap((entry) => this.#botLine(entry) ?? []);
  }

  #botLine({ data }: Entry): string | undefined {
    // What an interaction answered at once was shown already.
    const shown = data.via === 'response' || data.inline === true;
    const byBot = (this.#platform === 'slack' ? data.via !== undefined : data.user === undefined) && !shown;
    return byBot && typeof data.text === 'string' ? data.text : undefined;
  }

  async #log(since: number, waitMs: number): Promise<z.infer<typeof logSchema>> {
    const response = await fetch(`${this.#control}/log?since=${since}&wait=${waitMs}&kind=posted`);
    return logSchema.parse(await response.json());
  }
}

async function connect(): Promise<{
  readonly client: ChatClient;
  readonly once: string | undefined;
  readonly waitMs: number;
}> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      platform: { type: 'string' },
      as: { type: 'string' },
      name: { type: 'string', default: 'ann' },
      say: { type: 'string' },
      wait: { type: 'string', default: '10' },
    },
  });
  // `npm run chat --platform slack`, without `--` between, arrives as a word of its own.
  const asked = values.platform ?? positionals[0] ?? 'twitch';
  const platform = PLATFORMS.find((name) => name === asked);
  if (!platform) throw new Error(`There is no platform "${asked}" here. Try: ${PLATFORMS.join(', ')}.`);
  const role = ROLES.find((name) => name === (values.as ?? 'moderator'));
  if (!role) throw new Error(`Nobody is a "${values.as}" here. Try: ${ROLES.join(', ')}.`);
  const run = await readRun();
  const standIn = run?.standIns[platform];
  if (!standIn) {
    throw new Error(
      run
        ? `${platform} is the real one in this run: chat there.`
        : 'WaddleBot is not running here. Start it in another terminal: npm start',
    );
  }
  const client = new ChatClient(platform, standIn, role, values.name);
  await client.open().catch(() => {
    throw new Error('WaddleBot does not answer. Start it in another terminal: npm start');
  });
  return { client, once: values.say, waitMs: Number(values.wait) * 1000 };
}

async function sayOnce(client: ChatClient, text: string, waitMs: number): Promise<void> {
  const shown = await client.say(text);
  const lines = shown === undefined ? [] : [shown];
  const until = Date.now() + waitMs;
  while (lines.length === 0 && Date.now() < until) lines.push(...(await client.heard(until - Date.now())));
  for (const line of lines) console.log(line);
  if (lines.length === 0) {
    console.error('(no answer)');
    process.exitCode = 1;
  }
}

async function converse(client: ChatClient): Promise<void> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY ?? false,
  });
  const prompt = () => {
    terminal.setPrompt(`${client.me.login} (${client.me.role}) > `);
    if (process.stdin.isTTY) terminal.prompt();
  };
  let open = true;
  const listen = (async () => {
    while (open) {
      for (const line of await client.heard(1_000)) {
        process.stdout.write(`${process.stdin.isTTY ? '\r' : ''}waddlebot: ${line}\n`);
        prompt();
      }
    }
  })();
  console.log(HELP);
  prompt();
  for await (const line of terminal) {
    const text = line.trim();
    const become = /^\/as (\w+)(?: (\w+))?$/.exec(text);
    const role = ROLES.find((name) => name === become?.[1]);
    if (text === '/quit') break;
    if (role) client.become(role, become?.[2]);
    else if (text === '/help' || text.startsWith('/as')) console.log(HELP);
    else if (text !== '') {
      const shown = await client.say(text);
      if (shown !== undefined) console.log(`waddlebot: ${shown}`);
    }
    prompt();
  }
  // What is piped in ends at once; the answers to its last line should still be heard.
  if (!process.stdin.isTTY) await new Promise((resolve) => setTimeout(resolve, 3_000));
  open = false;
  terminal.close();
  await listen;
}

try {
  const { client, once, waitMs } = await connect();
  if (once === undefined) await converse(client);
  else await sayOnce(client, once, waitMs);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
