import type { IncomingMessage } from 'node:http'

/** No request needs more: the largest, a mutation with metadata, has some 20 KiB, a webhook less than that. */
export const BODY_LIMIT_BYTES = 1024 * 1024

export type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  /** tooLarge: what came so far was thrown away. aborted: the caller went away; there is nobody to answer. */
  | { readonly ok: false; readonly reason: 'tooLarge' | 'aborted' }

/** Reads a request's whole body, to the byte. Never throws. */
export function readBody(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<Body> {
  return new Promise(resolve => {
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
      request.resume()
      return resolve({ ok: false, reason: 'tooLarge' })
    }
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= limitBytes) return void chunks.push(chunk)
      request.off('data', onData)
      request.resume()
      resolve({ ok: false, reason: 'tooLarge' })
    }
    request.on('data', onData)
    request.once('end', () =>
      resolve({ ok: true, bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) }),
    )
    // After 'end' a promise is settled, and this changes nothing.
    request.once('close', () => resolve({ ok: false, reason: 'aborted' }))
    request.once('error', () => resolve({ ok: false, reason: 'aborted' }))
  })
}
