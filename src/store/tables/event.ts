import type { JsonObject } from '../../base/text/json.ts'
import { eventSources, modes } from '../../domain/enums.ts'
import {
  bigint,
  boolean,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  type Row,
  snapshotXmin,
  table,
  text,
} from '../sql/columns.ts'

export const events = table('events', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  type: text,
  source: oneOf('event_source', eventSources),
  actor: nullable(text),
  occurredAt: instant,
  subjectType: text,
  subjectId: text,
  consumerId: text,
  agreementId: nullable(text),
  version: integer,
  change: boolean,
  previousStatus: nullable(text),
  status: nullable(text),
  data: nullable(json<JsonObject>()),
  snapshotXmin,
})
/** An event with its place in the log, as readers get it. */
export const loggedEvents = table('events', { ...events.columns, xid: bigint, seq: bigint })
export type LoggedEventRow = Row<typeof loggedEvents>
