import { expect } from 'vitest';
import type { RefusalReason } from '../../workers/core/invocation.ts';
import { type Answer, DOORS, type More, type Role, type Said, say } from './doors.ts';
import type { Place, Refusal } from './places.ts';
import { until } from './world.ts';

/** Somebody with an account on a place's platform. */
export class Person {
  readonly place: Place;
  readonly account: string;
  name: string;
  role: Role;

  constructor(place: Place, name: string, role: Role, account = DOORS[place.platform].accountOf(name)) {
    this.place = place;
    this.name = name;
    this.role = role;
    this.account = account;
    DOORS[place.platform].knows?.(this);
  }

  /** How others write whom they mean. */
  get mention(): string {
    const { platform } = this.place;
    return platform === 'discord' || platform === 'slack' ? `<@${this.account}>` : `@${this.name}`;
  }

  /** How the bot names them. */
  get shown(): string {
    return this.place.platform === 'slack' ? this.mention : this.name;
  }

  say(line: string, more: More = {}): Promise<Said> {
    return say(this, line, more);
  }

  /** Says a line and waits for the answer. */
  async answerTo(line: string, more: More = {}): Promise<Answer> {
    const since = this.place.world.now();
    const { answers } = await this.say(line, more);
    try {
      return await until(`${this.name} is answered to ${line}`, () => answers()[0]);
    } catch (error) {
      const refusal = await this.#refusalSince(since);
      throw refusal ? new Error(`${line} of ${this.name} was refused: ${refusal.reason}`) : error;
    }
  }

  /** Uses a command, and is answered; with what the command was made to say, unless another answer is given. */
  async uses(line: string, answer?: string | RegExp, more: More = {}): Promise<void> {
    const text = answer ?? this.place.texts.get(line.split(' ', 1)[0]?.slice(1) ?? '');
    if (text === undefined) throw new Error(`nobody knows what ${line} is to answer`);
    const given = await this.answerTo(line, more);
    if (typeof text === 'string') expect(given.text, `the answer to ${line}`).toBe(text);
    else expect(given.text, `the answer to ${line}`).toMatch(text);
  }

  /** Says a line that is refused for this reason, without a word. */
  async isRefused(line: string, reason: RefusalReason, more: More = {}): Promise<void> {
    const since = this.place.world.now();
    const said = await this.say(line, more);
    this.place.unanswered.push({ ...said, line });
    const look = () => {
      expect(said.answers(), `answers to ${line} of ${this.name}`).toEqual([]);
      return this.#refusalSince(since);
    };
    const refusal = await until(`${line} of ${this.name} is refused`, look, 15_000, 100);
    expect(refusal.reason, `why ${line} was refused`).toBe(reason);
  }

  async #refusalSince(since: number): Promise<Refusal | undefined> {
    return (await this.place.refusals()).find(({ account, at }) => account === this.account && at >= since);
  }

  /** Why their lines were refused, oldest first. */
  async refusals(): Promise<readonly RefusalReason[]> {
    const all = await this.place.refusals();
    return all.filter(({ account }) => account === this.account).map(({ reason }) => reason);
  }

  /** Is told to wait, with the seconds that are left. @param about how many, give or take what the journey itself takes */
  async isToldToWait(line: string, about: number, more: More = {}): Promise<Answer> {
    const answer = await this.answerTo(line, more);
    expectWait(answer.text, about);
    return answer;
  }

  /** Uses a slash command (`hug @bob`); the answer is read where it was asked. */
  slash(line: string): Promise<{ readonly text: string; readonly ephemeral: boolean }> {
    const { slash } = DOORS[this.place.platform];
    if (!slash) throw new Error(`${this.place.platform} has no slash commands`);
    return slash(this, line);
  }

  /** Is given a role in the hub; null: has none any more. */
  async isGivenRole(role: Role | null): Promise<void> {
    const { api, community, platform } = this.place;
    const path = `/communities/${community}/roles/${platform}:${this.account}`;
    await (role === null ? api('DELETE', path) : api('PUT', path, { role }));
  }

  /** Makes a command that says its own name, without waits of its own but for those in `options`. */
  async adds(name: string, options = '', text = `${name}!`): Promise<void> {
    await this.uses(`!command add ${name} ${text}`, `Added !${name}. Try it.`);
    this.place.texts.set(name, text);
    await this.sets(name, `cooldown=0 usercooldown=0 ${options}`.trimEnd());
  }

  /** Sets options of a command. */
  async sets(name: string, options: string): Promise<void> {
    await this.uses(`!command options ${name.includes(' ') ? `"${name}"` : name} ${options}`, /^Changed !/);
  }
}

/** The journey's own lines take a while. */
const MOST_LATE_S = 25;

/** Whether words tell somebody to wait about so many seconds. */
export function expectWait(text: string, about: number): void {
  const seconds = Number(/ is cooling down\. Try again in (\d+) s\.$/.exec(text)?.[1]);
  expect(seconds, `the seconds in "${text}"`).toBeGreaterThan(Math.max(0, about - MOST_LATE_S));
  expect(seconds, `the seconds in "${text}"`).toBeLessThanOrEqual(about);
}
