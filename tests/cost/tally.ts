/**
 * What Cloudflare bills for, and the database's round trips. `cpu` and `busy` are amounts in ms (of a Worker's CPU; of an
 * object that is kept in memory), `queue` is messages, the others are counts.
 */
export type Kind = 'request' | 'cpu' | 'call' | 'busy' | 'write' | 'read' | 'queue' | 'trip' | 'log';

/** A kind, and what of it: `call Channel.snapshot`, `write health` (rows of that table), `queue invocations`. */
export type Operation = `${Kind} ${string}`;

/** Operations that were counted. */
export class Tally {
  readonly #counts = new Map<Operation, number>();

  add(operation: Operation, amount = 1): this {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + amount);
    return this;
  }

  /** Adds another tally, `times` over. */
  plus(other: Tally, times = 1): this {
    for (const [operation, amount] of other.#counts) this.add(operation, amount * times);
    return this;
  }

  of(operation: Operation): number {
    return this.#counts.get(operation) ?? 0;
  }

  /** All of one kind together. */
  sum(kind: Kind): number {
    return [...this.#counts]
      .filter(([operation]) => operation.startsWith(`${kind} `))
      .reduce((sum, [, amount]) => sum + amount, 0);
  }

  /** The part of it that is of these operations. */
  only(...operations: readonly Operation[]): Tally {
    const part = new Tally();
    for (const operation of operations) part.add(operation, this.of(operation));
    return part;
  }

  /** The part of it that is not of these operations. */
  without(...operations: readonly Operation[]): Tally {
    return new Tally().plus(this).plus(this.only(...operations), -1);
  }

  /** All that happened but the kinds named, for comparing with what was promised. */
  except(...kinds: readonly Kind[]): Readonly<Partial<Record<Operation, number>>> {
    return Object.fromEntries(
      [...this.#counts].filter(
        ([operation, amount]) => amount !== 0 && !kinds.some((kind) => operation.startsWith(`${kind} `)),
      ),
    );
  }
}
