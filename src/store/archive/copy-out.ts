import { PassThrough, type Readable } from 'node:stream'
import type pg from 'pg'

/** The parts of pg's protocol connection that are used here; pg has no types for them. */
interface Protocol {
  readonly stream: { pause(): void; resume(): void }
  query(text: string): void
}

/** pg gives the data of a COPY to the query that asked for it, and its own queries discard it. */
class CopyOut {
  readonly output = new PassThrough()
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  submit(connection: Protocol): void {
    connection.query(this.#text)
  }
  handleCopyData({ chunk }: { readonly chunk: Buffer }, { stream }: Protocol): void {
    if (this.output.write(chunk)) return
    // A table is larger than memory: the server waits for the reader.
    stream.pause()
    // A packet has many rows.
    if (this.output.listenerCount('drain') === 0) this.output.once('drain', () => stream.resume())
  }
  handleError(error: Error): void {
    this.output.destroy(error)
  }
  handleReadyForQuery(): void {
    this.output.end()
  }
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}

/** The bytes of a `COPY … TO STDOUT`. The connection must not be one of a pool, and runs nothing else meanwhile. */
export function copyOut(client: pg.Client, text: string): Readable {
  const copy = new CopyOut(text)
  client.query(copy as unknown as pg.Submittable)
  return copy.output
}
