import type { LoggedEventRow } from '../tables/event.ts'
import type { Cursor, LogPosition } from './cursor.ts'

/** Before the first event. */
export const logStart: LogPosition = { kind: 'position', xid: 0n, seq: 0n }

/** Behind everything that transactions below `xid` wrote, and before all that others did: sequence numbers begin at 1. */
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

/** Everything in front of `position` stands at or before this one: "up to here" is inclusive, "before" is not. */
export function justBefore({ xid, seq }: LogPosition): LogPosition {
  return { kind: 'position', xid, seq: seq === 0n ? seq : seq - 1n }
}

/** Everything up to and including `position` is in front of this one. */
export function justAfter({ xid, seq }: LogPosition): LogPosition {
  return { kind: 'position', xid, seq: seq + 1n }
}

/** An object at a version, as somebody already has it: the changes up to that version are left out for them. */
export interface Contained {
  readonly subjectId: string
  readonly version: number
}

/** Where reading after a cursor starts, and what its owner already has of the events behind it. */
export function startOf(cursor: Cursor): { readonly position: LogPosition; readonly contained?: Contained } {
  return cursor.kind === 'position'
    ? { position: cursor }
    : { position: beforeTransaction(cursor.snapshotXmin), contained: { subjectId: cursor.id, version: cursor.version } }
}
