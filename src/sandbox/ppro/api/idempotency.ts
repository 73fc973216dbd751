import { createHash } from 'node:crypto'
import { type Answer, jsonAnswer } from '../../web/http.ts'
import type { Unit } from '../unit.ts'
import { ApiError } from './errors.ts'

const LIFETIME_MS = 24 * 60 * 60 * 1000
const LONGEST_KEY = 512

/** The request of a key. Comparing paths too is an inference: PPRO does not publish the scope of a key. */
type KeyedRequest = { readonly key: string; readonly path: string; readonly body: Buffer }

/** @throws {ApiError} 400 for a key that is empty or beyond the general limit on strings */
export function assertKey(key: string): void {
  if (key === '' || key.length > LONGEST_KEY) {
    throw new ApiError(400, `Request-Idempotency-Key must have 1 to ${LONGEST_KEY} characters`)
  }
}

/**
 * Returns the stored answer if the key has been used. Otherwise makes the answer and stores it in the same transaction.
 * Thrown errors are not stored, so a key is free again after a 4xx. A response that is lost in transit is stored.
 * @throws {ApiError} 409 if the key was used for another request
 */
export function answerOnce(unit: Unit, request: KeyedRequest, make: () => Answer): Answer {
  const { idempotency } = unit.tables
  const bodyHash = createHash('sha256').update(request.body).digest('hex')
  const known = idempotency.get(request.key)
  if (known && known.expiresAtMs > unit.nowMs) {
    if (known.path !== request.path || known.bodyHash !== bodyHash) {
      throw new ApiError(409, 'The idempotency key was used with another request')
    }
    return { ...jsonAnswer(known.status, null, { 'request-idempotency': 'true' }), body: known.body }
  }
  const answer = make()
  idempotency.put({
    id: request.key,
    path: request.path,
    bodyHash,
    status: answer.status,
    body: answer.body,
    expiresAtMs: unit.nowMs + LIFETIME_MS,
  })
  return answer
}

/** The keys whose first request is still running. */
export class KeysInProgress {
  readonly #keys = new Set<string>()

  /** @throws {ApiError} 409 while another request has the key */
  enter(key: string): void {
    if (this.#keys.has(key)) throw new ApiError(409, 'A request with this idempotency key is still being processed')
    this.#keys.add(key)
  }

  leave(key: string): void {
    this.#keys.delete(key)
  }
}
