/** What one query cost, by D1's own count. */
export interface QueryCost {
  readonly sql: string;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** A database that keeps what each query cost and how long the caller waited. */
export interface MeteredDatabase {
  readonly db: D1Database;
  readonly costs: QueryCost[];
  /** Milliseconds in which at least one query was outstanding. */
  waited(): number;
}

/** The time in which at least one of several overlapping waits lasts. */
class WaitClock {
  #outstanding = 0;
  #since = 0;
  #waited = 0;

  async during<T>(work: Promise<T>): Promise<T> {
    if (this.#outstanding === 0) this.#since = performance.now();
    this.#outstanding += 1;
    try {
      return await work;
    } finally {
      this.#outstanding -= 1;
      if (this.#outstanding === 0) this.#waited += performance.now() - this.#since;
    }
  }

  get waited(): number {
    return this.#waited;
  }
}

/** The real binding, watched. */
export function meterDatabase(db: D1Database): MeteredDatabase {
  const clock = new WaitClock();
  const costs: QueryCost[] = [];
  const real = new WeakMap<object, { readonly statement: D1PreparedStatement; readonly sql: string }>();
  const note = (sql: string, { meta }: D1Result) =>
    costs.push({ sql, rowsRead: meta.rows_read, rowsWritten: meta.rows_written });

  function watch(sql: string, statement: D1PreparedStatement): D1PreparedStatement {
    const ask = async <T>(): Promise<D1Result<T>> => {
      const answer = await clock.during(statement.all<T>());
      note(sql, answer);
      return answer;
    };
    const watched = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => watch(sql, target.bind(...values));
        if (name === "all" || name === "run") return ask;
        // `first` tells no cost: the row is taken from `all`.
        if (name === "first") return async () => (await ask()).results[0] ?? null;
        throw new Error(`The bench does not meter "${String(name)}"`);
      },
    });
    real.set(watched, { statement, sql });
    return watched;
  }

  async function batch(watched: D1PreparedStatement[]): Promise<D1Result[]> {
    const parts = watched.flatMap((each) => real.get(each) ?? []);
    const answers = await clock.during(db.batch(parts.map(({ statement }) => statement)));
    for (const [index, answer] of answers.entries()) note(parts[index]?.sql ?? "", answer);
    return answers;
  }

  const metered = new Proxy(db, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => watch(sql, target.prepare(sql));
      if (name === "batch") return batch;
      throw new Error(`The bench does not meter "${String(name)}"`);
    },
  });
  return { db: metered, costs, waited: () => clock.waited };
}
