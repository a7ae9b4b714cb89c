import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Channel } from '../../durable-objects/channel.ts';
import type { Activity } from '../../workers/core/activity.ts';
import type { ChannelSettings } from '../../workers/core/channel-settings.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Admission, Invocation } from '../../workers/core/invocation.ts';
import { aMessage, BUILD, someSettings } from './channel.ts';

export const NOW = 1_791_100_000_000;
const OF_CHAT = { build: BUILD, inline: false, placed: [], keywords: {} };

/** A Channel with a queue that the test holds in its hands. */
export class TestChannel {
  readonly #name = crypto.randomUUID();
  stub = env.CHANNEL.getByName(this.#name);
  readonly queued: Invocation[] = [];
  /** Counts that were told. */
  readonly flushed: Activity[] = [];
  /** What the queue does before it accepts; throwing is refusing. */
  beforeAccepting: () => Promise<void> = async () => undefined;

  beforeTelling: () => Promise<void> = async () => undefined;

  static async with(settings: Partial<ChannelSettings> = {}): Promise<TestChannel> {
    const channel = new TestChannel();
    await channel.stub.configure(someSettings(settings), NOW);
    await channel.#connect();
    return channel;
  }

  inside<R>(work: (channel: Channel, state: DurableObjectState) => R | Promise<R>): Promise<R> {
    return runInDurableObject(this.stub, work);
  }

  async admit(event: ChatEvent, now = NOW, options = OF_CHAT): Promise<Admission> {
    return (await this.stub.admit(event, options, now)) as Admission;
  }

  /** Shorthand for what most tests ask: a line, said and decided on at `now`, in one word. */
  async say(id: string, text: string, now = NOW, more: Partial<ChatEvent<'message'>> = {}): Promise<string> {
    const admission = await this.admit(aMessage(id, text, now, more), now);
    return admission.decision === 'refused' ? admission.reason : admission.decision;
  }

  /** Memory is lost, storage stays. */
  async fallAsleep(): Promise<void> {
    await evictDurableObject(this.stub);
    await this.#connect();
  }

  /** It is killed in the middle of whatever it does. */
  async die(): Promise<void> {
    await this.inside((_, state) => state.abort('killed')).catch(() => undefined);
    // A stub of what was killed stays broken.
    this.stub = env.CHANNEL.getByName(this.#name);
    await this.#connect();
  }

  #connect(): Promise<void> {
    return this.inside((channel) => {
      const send = async (invocation: Invocation) => {
        await this.beforeAccepting();
        this.queued.push(structuredClone(invocation));
      };
      const sendBatch = async (messages: readonly { readonly body: Invocation }[]) => {
        await this.beforeAccepting();
        this.queued.push(...messages.map(({ body }) => structuredClone(body)));
      };
      const tell = async (flush: Activity) => {
        await this.beforeTelling();
        this.flushed.push(structuredClone(flush));
      };
      Object.assign(channel, { env: { INVOCATIONS: { send, sendBatch }, ACTIVITY: { send: tell } } });
    });
  }
}

export const by = (account: string, level: ChatEvent['author']['level'] = 'everyone') => ({
  author: { account, login: account, displayName: account, level, badges: [] },
});
