import type { LoggedEventRow } from '../tables.ts'
import type { Cursor, LogPosition } from './cursor.ts'

/** The position before the first event. */
export const logStart: LogPosition = { kind: 'position', xid: 0n, seq: 0n }

/** The position after all events of transactions below `xid` and before all others: sequence numbers begin at 1. */
export function beforeTransaction(xid: bigint): LogPosition {
  return { kind: 'position', xid, seq: 0n }
}

export function positionOf({ xid, seq }: Pick<LoggedEventRow, 'xid' | 'seq'>): LogPosition {
  return { kind: 'position', xid, seq }
}

/** True if `a` comes after `b` in the log. */
export function isAfter(a: Pick<LogPosition, 'xid' | 'seq'>, b: Pick<LogPosition, 'xid' | 'seq'>): boolean {
  return a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq)
}

export function earlierOf(a: LogPosition, b: LogPosition): LogPosition {
  return isAfter(a, b) ? b : a
}

/** Converts an exclusive end into an inclusive one: everything before `position` is at or before this one. */
export function justBefore({ xid, seq }: LogPosition): LogPosition {
  return { kind: 'position', xid, seq: seq === 0n ? seq : seq - 1n }
}

/** Converts an inclusive end into an exclusive one: everything up to and including `position` is before this one. */
export function justAfter({ xid, seq }: LogPosition): LogPosition {
  return { kind: 'position', xid, seq: seq + 1n }
}

/** An object at a version that the reader already has: the changes up to that version are left out. */
export interface Contained {
  readonly subjectId: string
  readonly version: number
}

/** Where reading after a cursor starts, and what its owner already has of the events after it. */
export function startOf(cursor: Cursor): { readonly position: LogPosition; readonly contained?: Contained } {
  return cursor.kind === 'position'
    ? { position: cursor }
    : { position: beforeTransaction(cursor.snapshotXmin), contained: { subjectId: cursor.id, version: cursor.version } }
}
