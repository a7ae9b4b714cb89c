import type { ChatEvent } from '../workers/core/events.ts';
import type { InvocationId } from '../workers/core/ids.ts';

type Twin = NonNullable<ChatEvent['twin']>;

interface Fact {
  readonly id: InvocationId;
  readonly sources: string[];
  readonly until: number;
}

/**
 * Facts that come by several ways under several ids. An event is the twin of the oldest fact with its key that its own
 * source has not told yet; told by the same source again it is another fact.
 */
export class Twins {
  readonly #facts = new Map<string, Fact[]>();

  /** The fact this event tells once more, or undefined where it is the first to tell. */
  find(twin: Twin, now: number): InvocationId | undefined {
    return this.#open(twin.key, now).find((fact) => !fact.sources.includes(twin.source))?.id;
  }

  /** Notes an event: as the first of its fact, or as one more way of telling `first`. */
  add(id: InvocationId, twin: Twin, at: number, first?: InvocationId): void {
    const facts = this.#open(twin.key, at);
    const known = facts.find((fact) => fact.id === first);
    if (known) known.sources.push(twin.source);
    else facts.push({ id, sources: [twin.source], until: at + twin.withinMs });
    this.#facts.set(twin.key, facts);
  }

  /** Takes back what came to nothing. */
  remove(id: InvocationId, twin: Twin): void {
    const facts = (this.#facts.get(twin.key) ?? []).filter((fact) => fact.id !== id);
    if (facts.length === 0) this.#facts.delete(twin.key);
    else this.#facts.set(twin.key, facts);
  }

  prune(now: number): void {
    for (const key of this.#facts.keys()) {
      const facts = this.#open(key, now);
      if (facts.length === 0) this.#facts.delete(key);
      else this.#facts.set(key, facts);
    }
  }

  #open(key: string, now: number): Fact[] {
    return (this.#facts.get(key) ?? []).filter((fact) => fact.until > now);
  }
}
