import type { ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { respondInParts } from '../../src/http/respond.ts'

/** A connection whose system accepts each part at once. */
class Taker extends Writable {
  received = 0
  readonly #onPart: () => void
  constructor(onPart: () => void) {
    super()
    this.#onPart = onPart
  }
  writeHead() {
    return this
  }
  setTimeout() {
    return this
  }
  override _write(part: Buffer, _encoding: BufferEncoding, done: () => void) {
    this.received += part.byteLength
    this.#onPart()
    done()
  }
}

test('many responses in parts leave each turn of the event loop short', async () => {
  const bytes = new Uint8Array(200_000) // four parts
  const partsOfTurn = [0]
  let counting: NodeJS.Immediate
  const count = () => {
    partsOfTurn.push(0)
    counting = setImmediate(count)
  }
  counting = setImmediate(count)
  const takers = Array.from({ length: 40 }, () => new Taker(() => partsOfTurn.push((partsOfTurn.pop() ?? 0) + 1)))
  await Promise.all(takers.map(one => respondInParts(one as unknown as ServerResponse, 'text/plain', bytes, {})))
  clearImmediate(counting)
  expect(takers.map(({ received }) => received)).toEqual(takers.map(() => bytes.byteLength))
  expect(partsOfTurn.filter(parts => parts > 0)).toEqual(Array.from({ length: 40 }, () => 4))
})
