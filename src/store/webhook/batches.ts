import type { Sql } from '../sql/database.ts'

interface BatchesOptions<Item, Result> {
  /** No two items with the same key are stored together. */
  readonly keyOf: (item: Item) => string
  /** Only items of one kind are stored together. */
  readonly kindOf: (item: Item) => string
  /** Stores items as one statement. @returns Their results in the same order. */
  readonly store: (sql: Sql, items: readonly Item[]) => Promise<readonly Result[]>
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly answer: PromiseWithResolvers<Result>
}

interface Line<Item, Result> {
  waiting: Waiting<Item, Result>[]
  running: number
}

/** With one at a time the next batch would only be prepared when the last one is answered. */
const STATEMENTS_AT_ONCE = 2
const MOST_IN_ONE = 64

/**
 * Stores items of many callers by few statements: an item is stored at once, and those that arrive while others are
 * being stored wait for the next statement. If a statement of several items fails, each is stored alone, so that none
 * suffers from another.
 */
export function createBatches<Item, Result>({ keyOf, kindOf, store }: BatchesOptions<Item, Result>) {
  const lines = new WeakMap<Sql, Line<Item, Result>>()

  const takeNext = (line: Line<Item, Result>): readonly Waiting<Item, Result>[] => {
    const [first] = line.waiting
    const kind = first && kindOf(first.item)
    const keys = new Set<string>()
    const left: Waiting<Item, Result>[] = []
    const taken = line.waiting.filter(one => {
      const key = keyOf(one.item)
      const fits = keys.size < MOST_IN_ONE && !keys.has(key) && kindOf(one.item) === kind
      if (fits) keys.add(key)
      else left.push(one)
      return fits
    })
    line.waiting = left
    return taken
  }
  const storeAlone = (sql: Sql, { item, answer }: Waiting<Item, Result>) =>
    store(sql, [item]).then(([result]) => answer.resolve(result as Result), answer.reject)
  const storeTogether = async (sql: Sql, batch: readonly Waiting<Item, Result>[]) => {
    const [first, ...others] = batch
    if (first !== undefined && others.length === 0) return storeAlone(sql, first)
    try {
      const results = await store(
        sql,
        batch.map(({ item }) => item),
      )
      for (const [index, { answer }] of batch.entries()) answer.resolve(results[index] as Result)
    } catch {
      for (const one of batch) await storeAlone(sql, one)
    }
  }
  const run = async (sql: Sql, line: Line<Item, Result>) => {
    line.running += 1
    while (line.waiting.length > 0) await storeTogether(sql, takeNext(line))
    line.running -= 1
  }
  return {
    add(sql: Sql, item: Item): Promise<Result> {
      const line = lines.get(sql) ?? { waiting: [], running: 0 }
      lines.set(sql, line)
      const answer = Promise.withResolvers<Result>()
      line.waiting.push({ item, answer })
      if (line.running < STATEMENTS_AT_ONCE) void run(sql, line)
      return answer.promise
    },
  }
}
