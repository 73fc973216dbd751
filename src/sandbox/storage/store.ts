import { type JournalWriter, journalExists, readJournal, rewriteJournal } from './journal.ts'

/** A plain JSON value with an id. It is replaced, never changed in place. */
type StoredRecord = { readonly id: string }

type Change = readonly [table: string, id: string, value: StoredRecord | null]
type Undo = () => void

/**
 * Tables in memory with an append-only journal. All changes of one transaction are one line of the journal (the last
 * one per record), written before the transaction returns: after a kill -9 the transaction is there completely or not
 * at all. It does not use a database, so that the simulators are independent of the gateway's.
 */
export class Store {
  readonly #tables = new Map<string, Map<string, StoredRecord>>()
  #journal: JournalWriter
  #changes: Map<string, Change> | null = null
  #undos: Undo[] = []

  /**
   * Loads the journal at `path`, if there is one, and compacts it.
   *
   * @throws if it is damaged anywhere but at its end
   */
  constructor(path: string) {
    if (journalExists(path)) this.#load(path)
    this.#journal = rewriteJournal(path, this.#snapshot())
  }

  /**
   * Only this program writes the table's records. Their shape is trusted, because the journal's header has its version.
   */
  table<T extends StoredRecord>(name: string): Table<T> {
    return new Table<T>(this.#rows(name) as Map<string, T>, (id, value) => this.#change(name, id, value))
  }

  /** Runs `work` at once. Its changes are stored together when it returns, and undone together if it throws. */
  transaction<R>(work: () => R): R {
    if (this.#changes) throw new Error('a transaction is open already')
    this.#changes = new Map()
    this.#undos = []
    try {
      const result = work()
      if (this.#changes.size > 0) this.#journal.append(JSON.stringify([...this.#changes.values()]))
      return result
    } catch (error) {
      for (const undo of this.#undos.reverse()) undo()
      throw error
    } finally {
      this.#changes = null
    }
  }

  close(): void {
    this.#journal.close()
  }

  #rows(name: string): Map<string, StoredRecord> {
    const rows = this.#tables.get(name) ?? new Map<string, StoredRecord>()
    this.#tables.set(name, rows)
    return rows
  }

  #change(name: string, id: string, value: StoredRecord | null): void {
    if (!this.#changes) throw new Error(`table ${name} may only be changed inside a transaction`)
    const rows = this.#rows(name)
    const previous = rows.get(id)
    this.#undos.push(() => (previous ? rows.set(id, previous) : rows.delete(id)))
    this.#changes.set(`${name}/${id}`, [name, id, value])
    if (value) rows.set(id, value)
    else rows.delete(id)
  }

  #load(path: string): void {
    let lineNumber = 1
    for (const line of readJournal(path)) {
      lineNumber++
      for (const [name, id, value] of parseChanges(line, `${path}:${lineNumber}`)) {
        if (value) this.#rows(name).set(id, value)
        else this.#rows(name).delete(id)
      }
    }
  }

  *#snapshot(): Generator<string> {
    for (const [name, rows] of this.#tables) {
      for (const [id, value] of rows) yield JSON.stringify([[name, id, value]])
    }
  }
}

function parseChanges(line: string, place: string): Change[] {
  try {
    return JSON.parse(line) as Change[]
  } catch (error) {
    throw new Error(`${place} is damaged; move the file away to start with an empty ledger`, { cause: error })
  }
}

/** One kind of record, in order of first insertion. */
export class Table<T extends StoredRecord> {
  readonly #rows: Map<string, T>
  readonly #change: (id: string, value: T | null) => void
  readonly #indexes: Array<(record: T) => void> = []

  constructor(rows: Map<string, T>, change: (id: string, value: T | null) => void) {
    this.#rows = rows
    this.#change = change
  }

  get(id: string): T | undefined {
    return this.#rows.get(id)
  }

  values(): MapIterator<T> {
    return this.#rows.values()
  }

  put(record: T): T {
    const isNew = !this.#rows.has(record.id)
    this.#change(record.id, record)
    if (isNew) for (const add of this.#indexes) add(record)
    return record
  }

  delete(id: string): void {
    this.#change(id, null)
  }

  /** An index by a key that never changes. Records without a key (null) are not in it. */
  indexBy(keyOf: (record: T) => string | null): (key: string) => T[] {
    const ids = new Map<string, Set<string>>()
    const add = (record: T) => {
      const key = keyOf(record)
      if (key === null) return
      const known = ids.get(key) ?? new Set<string>()
      ids.set(key, known.add(record.id))
    }
    for (const record of this.#rows.values()) add(record)
    this.#indexes.push(add)
    return key => [...(ids.get(key) ?? [])].map(id => this.#rows.get(id)).filter(record => record !== undefined)
  }
}
