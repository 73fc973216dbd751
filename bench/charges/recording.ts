import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type IdKind, idPrefixes, newId } from '../../src/base/id.ts'

/** Statements as they went to PostgreSQL, BEGIN and COMMIT included. */
export interface Sent {
  readonly name?: string | undefined
  readonly text: string
  readonly values?: readonly unknown[] | undefined
  /** True where it went out before the one before it was answered: no round trip of its own. */
  readonly pipelined: boolean
}

export type Transactions = readonly (readonly Sent[])[]

/** Records the transactions on a pool's connections, including connections that are opened later. */
export function recordTransactions(pool: pg.Pool): { start(): void; stop(): Transactions } {
  let recorded: Sent[][] | undefined
  const open = new WeakMap<pg.PoolClient, Sent[]>()
  const known = new WeakSet<pg.PoolClient>()
  pool.on('acquire', client => {
    if (known.has(client)) return
    known.add(client)
    const query = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>
    let unanswered = 0
    const recording = async (...parameters: unknown[]) => {
      const sent: Omit<Sent, 'pipelined'> =
        typeof parameters[0] === 'string' ? { text: parameters[0] } : (parameters[0] as Sent)
      if (recorded !== undefined && sent.text.startsWith('BEGIN')) {
        const statements: Sent[] = []
        recorded.push(statements)
        open.set(client, statements)
      }
      open.get(client)?.push({ name: sent.name, text: sent.text, values: sent.values, pipelined: unanswered > 0 })
      if (sent.text === 'COMMIT') open.delete(client)
      unanswered += 1
      try {
        return await query(...parameters)
      } finally {
        unanswered -= 1
      }
    }
    client.query = recording as unknown as typeof client.query
  })
  return {
    start() {
      recorded = []
    },
    stop() {
      const transactions = recorded ?? []
      recorded = undefined
      return transactions
    },
  }
}

// The values that differ in each charge: ids, UUIDs (the idempotency key, the provider's references), numbers of
// advisory locks.
const NEW =
  /\b(?:chg|auz|cap|att|evt|agr|con)_[0-9a-z]{26}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<=advisory_xact_lock\()-?\d+/g
const kinds = new Map<string, IdKind>(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix, kind as IdKind]))

type Fill = (values: readonly string[]) => string

export interface Template {
  /** The values of one replay. */
  fresh(): readonly string[]
  readonly transactions: readonly (readonly TemplateStatement[])[]
}

interface TemplateStatement {
  readonly name: string | undefined
  readonly text: Fill
  readonly values: readonly (Fill | { readonly as: unknown })[] | undefined
  readonly pipelined: boolean
}

/** The owners of the charges, in turn: a charge locks its agreement, and no two concurrent ones should wait for one. */
export interface Owners {
  readonly agreementIds: readonly string[]
  /** Of each agreement. */
  readonly consumerIds: readonly string[]
  /** Earlier charges. */
  readonly chargeIds: readonly string[]
}

/**
 * The same statements with new ids each time, for the owners in turn. A value that occurs in several places (an id in a
 * row and in an event) gets the same new value in all of them; everything else is sent unchanged. The texts are cut
 * into pieces once, so that a replay does little but send.
 */
export function templateOf(transactions: Transactions, owners: Owners): Template {
  const places = new Map<string, number>()
  const placeOf = (value: string) => {
    const place = places.get(value) ?? places.size
    places.set(value, place)
    return place
  }
  const fill = (text: string): Fill => {
    const pieces: (string | number)[] = []
    let end = 0
    for (const match of text.matchAll(NEW)) {
      pieces.push(text.slice(end, match.index), placeOf(match[0]))
      end = match.index + match[0].length
    }
    const last = text.slice(end)
    if (pieces.length === 0) return () => text
    return values => {
      let filled = ''
      for (const piece of pieces) filled += typeof piece === 'string' ? piece : (values[piece] ?? '')
      return filled + last
    }
  }
  const compiled = transactions.map(statements =>
    statements.map(({ name, text, values, pipelined }) => ({
      name,
      pipelined,
      text: fill(text),
      values: values?.map(value => (typeof value === 'string' ? fill(value) : { as: value })),
    })),
  )
  const makers = [...places.keys()].map(recorded => makerOf(recorded, owners))
  let turn = 0
  const fresh = () => {
    turn = (turn + 1) % owners.agreementIds.length
    return makers.map(make => make(turn))
  }
  return { fresh, transactions: compiled }
}

function makerOf(recorded: string, { agreementIds, consumerIds }: Owners): (turn: number) => string {
  if (/^-?\d+$/.test(recorded)) return () => randomBytes(8).readBigInt64BE().toString()
  if (recorded.startsWith('agr_')) return turn => agreementIds[turn] ?? ''
  if (recorded.startsWith('con_')) return turn => consumerIds[turn] ?? ''
  const kind = kinds.get(recorded.slice(0, 3))
  return kind !== undefined && recorded[3] === '_' ? () => newId(kind, new Date()) : () => randomUUID()
}
