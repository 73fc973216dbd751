import type { IncomingMessage } from 'node:http'
import { createBudget } from '../connections/budget.ts'

/** No request needs more: the largest, a mutation with metadata, has some 20 KiB, a webhook less than that. */
export const BODY_LIMIT_BYTES = 1024 * 1024

type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  /** tooLarge: what came so far was thrown away. aborted: the caller went away; there is nobody to answer. */
  | { readonly ok: false; readonly reason: 'tooLarge' | 'aborted' }

/**
 * Of all bodies together that are not whole yet: a caller without a key may send one to a webhook, and stop in the
 * middle.
 */
const bodies = createBudget(64 * BODY_LIMIT_BYTES)

/** Reads a request's whole body, to the byte. Never throws. */
export function readBody(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<Body> {
  return new Promise(resolve => {
    // Its 'close' has been told, and comes no more.
    if (request.destroyed) return resolve({ ok: false, reason: 'aborted' })
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
      request.resume()
      return resolve({ ok: false, reason: 'tooLarge' })
    }
    const chunks: Buffer[] = []
    let size = 0
    const share = bodies.share(() => request.destroy())
    const settle = (body: Body) => {
      share.end()
      resolve(body)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= limitBytes) {
        share.set(size)
        return void chunks.push(chunk)
      }
      request.off('data', onData)
      request.resume()
      settle({ ok: false, reason: 'tooLarge' })
    }
    request.on('data', onData)
    request.once('end', () =>
      settle({ ok: true, bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) }),
    )
    // After 'end' a promise is settled, and this changes nothing.
    request.once('close', () => settle({ ok: false, reason: 'aborted' }))
    request.once('error', () => settle({ ok: false, reason: 'aborted' }))
  })
}
