import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql'
import { kindOfId } from '../../src/base/id.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import type { GraphContext } from '../context.ts'
import { loadNode, loadRow, type RowOf } from '../node.ts'
import { typeNames } from '../node-type.ts'
import { selectionOf } from '../rows/selection.ts'

/** The kinds of subjects that have a status. */
type SubjectKind = 'agreement' | 'charge' | 'schedule'
const kinds: readonly string[] = ['agreement', 'charge', 'schedule'] satisfies SubjectKind[]

/**
 * The object of an event in its current state. In a subscription, the newest change of an object says its status and
 * version, so a live event costs no statement if nothing else is selected.
 */
export async function loadSubject<Kind extends SubjectKind>(
  kind: Kind,
  event: LoggedEventRow,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<RowOf<Kind> | null> {
  return subjectIn(kind, event, context, info) ?? loadRow(kind, event.subjectId, context, info)
}

/** The same for an event of any kind. */
export function loadAnySubject(event: LoggedEventRow, context: GraphContext, info: GraphQLResolveInfo) {
  const kind = kindOfId(event.subjectId)
  if (kind !== undefined && kinds.includes(kind)) return loadSubject(kind as SubjectKind, event, context, info)
  return loadNode(event.subjectId, context, info)
}

function subjectIn<Kind extends SubjectKind>(
  kind: Kind,
  event: LoggedEventRow,
  context: GraphContext,
  info: GraphQLResolveInfo,
): RowOf<Kind> | undefined {
  // What the log has shown so far can be older than the row, which a query must see.
  if (info.operation.operation !== OperationTypeNode.SUBSCRIPTION) return undefined
  const { subjectId: id } = event
  const { subjectStatus: status, version, snapshotXmin } = context.deps.tail.newestChange(event) ?? {}
  if (typeof status !== 'string' || kindOfId(id) !== kind) return undefined
  const known = { id, status, version, snapshotXmin }
  const { select } = selectionOf(context, info, { typeName: typeNames[kind] })
  const isEnough =
    select !== undefined &&
    Object.entries(select).every(([column, how]) => how === true && Object.hasOwn(known, column))
  // The row has the selected columns under the type of the whole row, as those that are read.
  return isEnough ? (known as RowOf<Kind>) : undefined
}
