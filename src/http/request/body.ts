import type { IncomingMessage } from 'node:http'
import { createBudget } from '../connections/budget.ts'

/** The largest requests, mutations with metadata, have about 20 KiB; webhooks have less. */
export const BODY_LIMIT_BYTES = 1024 * 1024

type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  /** tooLarge: the bytes received so far were discarded. aborted: the caller disconnected. */
  | { readonly ok: false; readonly reason: 'tooLarge' | 'aborted' }

/** Limits all incomplete bodies together: a caller without a key can send half a body to a webhook. */
const bodies = createBudget(64 * BODY_LIMIT_BYTES)

/** Reads a request's whole body. Never throws. Yoga and Node have no limit over all requests together. */
export function readBody(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<Body> {
  return new Promise(resolve => {
    // Its 'close' event was already emitted.
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
    // After 'end' the promise is settled, and this has no effect.
    request.once('close', () => settle({ ok: false, reason: 'aborted' }))
    request.once('error', () => settle({ ok: false, reason: 'aborted' }))
  })
}
