import { createHash } from 'node:crypto'
import { isLongerThan } from '../../base/text/characters.ts'
import type { WebhookReading } from '../../providers/port/provider.ts'

/** The ids of PPRO and APS have at most 64 characters. An index entry of PostgreSQL has at most 2,704 bytes. */
const LONGEST_ID = 255
const LARGEST_INTEGER = 2n ** 63n - 1n
const LARGEST_NUMBER = 2 ** 31 - 1

type Kept = Exclude<WebhookReading, { verdict: 'forged' }>

/**
 * Converts a signed notification so that it can be stored: if the database would refuse its content, it counts as
 * unreadable. A database error would be answered with 503, and the provider would repeat the notification without end.
 */
export function storableReading(reading: Kept, rawBody: Uint8Array): Kept {
  const [eventId, problem] =
    reading.verdict === 'accepted'
      ? // `occurredAt` is only compared and not stored
        [reading.notice.eventId, problemOf({ ...reading.notice, occurredAt: null })]
      : [reading.eventId, problemOf({ eventId: reading.eventId, type: 'type' in reading ? reading.type : null })]
  if (problem === undefined) return reading
  const isLongId = problemOf({ eventId }) !== undefined
  const hash = () => `sha256:${createHash('sha256').update(rawBody).digest('hex')}`
  return { verdict: 'unreadable', eventId: isLongId ? hash() : eventId, reason: problem }
}

/** Why a value cannot be stored, without its content. */
function problemOf(value: unknown, name = ''): string | undefined {
  switch (typeof value) {
    case 'string':
      if (isId(name) && isLongerThan(value, LONGEST_ID)) return `${name} is longer than ${LONGEST_ID} characters`
      return value.includes('\0') || !value.isWellFormed() ? `${name} has characters that cannot be stored` : undefined
    case 'bigint':
      return value > LARGEST_INTEGER || value < -LARGEST_INTEGER ? `${name} is too large` : undefined
    case 'number':
      return Math.abs(value) <= LARGEST_NUMBER ? undefined : `${name} is too large`
    case 'object': {
      if (value === null) return undefined
      if (value instanceof Date)
        return isStorableInstant(value) ? undefined : `${name} is not a time that can be stored`
      for (const [member, inner] of Object.entries(value)) {
        const problem = problemOf(inner, Array.isArray(value) ? name : member)
        if (problem !== undefined) return problem
      }
    }
  }
  return undefined
}

function isId(name: string): boolean {
  return name === 'type' || name === 'currency' || /(Id|Reference)$/.test(name)
}

function isStorableInstant(instant: Date): boolean {
  const year = instant.getUTCFullYear() // NaN if it is invalid
  return year >= 1 && year <= 9999
}
