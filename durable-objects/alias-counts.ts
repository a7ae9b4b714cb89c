/** How often aliases were used that say so (`{count}`), by their ids. Others are not counted here and cost nothing. */
export class AliasCounts {
  readonly #sql: SqlStorage;
  /** As they will be when all that is under way is admitted. */
  readonly #counts = new Map<string, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS alias_counts (alias TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID');
  }

  of(alias: string): number {
    const held = this.#counts.get(alias);
    if (held !== undefined) return held;
    const row = this.#sql.exec<{ uses: number }>('SELECT uses FROM alias_counts WHERE alias = ?', alias).toArray()[0];
    const uses = row?.uses ?? 0;
    this.#counts.set(alias, uses);
    return uses;
  }

  /** Counts one more use of each, in memory. @returns what takes it back, unless others were counted meanwhile */
  take(aliases: readonly string[]): () => void {
    const taken = aliases.map((alias) => [alias, this.of(alias) + 1] as const);
    for (const [alias, uses] of taken) this.#counts.set(alias, uses);
    return () => {
      for (const [alias, uses] of taken) if (this.#counts.get(alias) === uses) this.#counts.set(alias, uses - 1);
    };
  }

  /** Writes down what was counted. */
  keep(aliases: readonly string[]): void {
    for (const alias of aliases)
      this.#sql.exec('INSERT OR REPLACE INTO alias_counts (alias, uses) VALUES (?, ?)', alias, this.of(alias));
  }
}
