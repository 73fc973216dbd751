import { kindOfId } from '../../base/id.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { TenantClient } from '../prisma/tenant-client.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface NamedSubject {
  readonly id: string
  /** Omitted if the subject may have any type. */
  readonly type?: 'Consumer' | 'Agreement' | 'Charge' | 'Schedule'
}

// Every object in the log has an event from its creation on, so one index serves every type of subject. Only if there is
// none, the object itself is looked for: all its events can be archived.
const unknownSubjects = statement<{ id: string }>(
  'log-unknown-subjects',
  `SELECT named.id FROM unnest($3::text[], $4::text[]) AS named (id, type)
   WHERE NOT EXISTS (
     SELECT FROM events e
     WHERE e.subject_id = named.id AND e.merchant_id = $1 AND e.mode = $2::mode
       AND (named.type IS NULL OR e.subject_type = named.type)
   ) AND NOT EXISTS (${['Consumer', 'Agreement', 'Charge', 'Schedule']
     .map(
       type => `SELECT FROM ${type.toLowerCase()}s o
     WHERE o.id = named.id AND o.merchant_id = $1 AND o.mode = $2::mode AND coalesce(named.type, '${type}') = '${type}'`,
     )
     .join(' UNION ALL ')})`,
)

/** Returns those of the ids that belong to no object of the tenant. */
export async function readUnknownSubjects(
  sql: Sql,
  tenant: Tenant,
  named: readonly NamedSubject[],
): Promise<readonly string[]> {
  if (named.length === 0) return []
  const [ids, types] = [named.map(({ id }) => id), named.map(({ type }) => type ?? null)]
  const rows = await sql.rows(unknownSubjects, [tenant.merchantId, tenant.mode, ids, types])
  return rows.map(({ id }) => id)
}

const models = { consumer: 'Consumer', agreement: 'Agreement', charge: 'Charge', schedule: 'Schedule' } as const

/** The same for a client token, with its own client: the ids that name no object that the grant allows. */
export async function readUnreachedSubjects(
  client: TenantClient,
  named: readonly NamedSubject[],
): Promise<readonly string[]> {
  const answered = await Promise.all(
    named.map(async subject => ((await isReached(client, subject)) ? [] : [subject.id])),
  )
  return answered.flat()
}

async function isReached(client: TenantClient, { id, type }: NamedSubject): Promise<boolean> {
  const kind = kindOfId(id)
  if (kind === undefined || !(kind in models)) return false
  const model = kind as keyof typeof models
  if (type !== undefined && type !== models[model]) return false
  const rows = client[model] as unknown as { findUnique(query: object): Promise<object | null> }
  return (await rows.findUnique({ where: { id }, select: { id: true } })) !== null
}
