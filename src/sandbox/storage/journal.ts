import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const HEADER = '{"journal":"perennial-sandbox","version":1}'
const CHUNK_BYTES = 1 << 20
const NEWLINE = 10

/**
 * Reads the lines of a journal after the header. A last line without its newline was being written when the process was
 * killed: no answer depended on it, so it is left out. The file is read in chunks, because a long-lived ledger can
 * exceed the longest string of the engine.
 * @throws if the file is not a journal or has another version
 */
export function* readJournal(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const lines = readLines(file)
    const header = lines.next()
    if (header.done) return
    if (header.value !== HEADER) throw new Error(`${path} is not a sandbox journal of this version`)
    yield* lines
  } finally {
    closeSync(file)
  }
}

function* readLines(file: number): Generator<string> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let rest: Buffer = Buffer.alloc(0)
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
    const text = Buffer.concat([rest, chunk.subarray(0, length)])
    let start = 0
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      yield text.toString('utf8', start, end)
      start = end + 1
    }
    rest = text.subarray(start)
  }
}

export function journalExists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Replaces the journal by these lines, atomically, and opens it for appending. */
export function rewriteJournal(path: string, lines: Iterable<string>): JournalWriter {
  mkdirSync(dirname(path), { recursive: true })
  const temporaryPath = `${path}.new`
  const file = openSync(temporaryPath, 'w', 0o600)
  try {
    let batch = `${HEADER}\n`
    for (const line of lines) {
      batch += `${line}\n`
      if (batch.length < CHUNK_BYTES) continue
      appendFileSync(file, batch)
      batch = ''
    }
    appendFileSync(file, batch)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporaryPath, path)
  return new JournalWriter(path)
}

/**
 * Appends lines. The bytes are with the operating system when `append` returns, so a killed process loses nothing.
 * There is no fsync per line, because a sandbox need not survive a power cut.
 */
export class JournalWriter {
  readonly #file: number
  #failure: unknown

  constructor(path: string) {
    this.#file = openSync(path, 'a', 0o600)
  }

  /** @throws if the write fails. Every later call throws too, because a half-written line must be the last one. */
  append(line: string): void {
    if (this.#failure) throw this.#failure
    try {
      appendFileSync(this.#file, `${line}\n`)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** Appending after this throws, because by then the file descriptor can belong to another file. */
  close(): void {
    this.#failure = new Error('the journal is closed')
    closeSync(this.#file)
  }
}
