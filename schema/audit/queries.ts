import { firstId } from '../../src/base/id.ts'
import { builder } from '../builder.ts'
import { given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'

const AuditLogConnection = connectionType('AuditEntry', 'the audit log', 'An entry', 'AuditLog')

const entries = listById('auditEntry')

const AuditLogFilter = builder.inputType('AuditLogFilter', {
  description: `Filters the audit log. All given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    actor: t.string({ description: 'Only actions of this actorId, e.g. one key (exact match).' }),
    objectId: t.id({ description: 'Only actions about this object.' }),
    action: t.string({
      description: 'Only this action, e.g. chargeRefund (exact match). Also set `from` to search a long log faster.',
    }),
    from: t.field({ type: 'DateTime', description: 'Only entries at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Only entries before this time.' }),
  }),
})

type Time = Date | null | undefined

/** Ids sort by time, and the list is read along them. */
function within(from: Time, to: Time): object {
  const bounds = {
    ...(from ? { gte: firstId('auditEntry', from) } : {}),
    ...(to ? { lt: firstId('auditEntry', to) } : {}),
  }
  return Object.keys(bounds).length === 0 ? {} : { id: bounds }
}

// ── Query.auditLog

builder.queryField('auditLog', t =>
  t.field({
    type: AuditLogConnection,
    scope: 'manage',
    description: 'Who did what, when and from where, newest first. It shows your key’s mode only.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AuditLogFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) => {
      const { actor: actorId, from, to, ...equal } = filter ?? {}
      return rootPage(entries, args, { ...given({ ...equal, actorId }), ...within(from, to) }, context, info)
    },
  }),
)
