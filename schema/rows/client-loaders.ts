import type { GrantReach } from '../../src/domain/access/client-grant.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { isReached, logReachOf } from '../../src/store/event-log/filter.ts'
import type { TenantClient } from '../../src/store/prisma/tenant-client.ts'
import type { Children, Side } from '../../src/store/reads/any-child.ts'
import { eventsByIds } from '../../src/store/reads/events-by-ids.ts'
import type { Sql } from '../../src/store/sql/database.ts'
import { type BatchedReads, oneByKey } from './batched-reads.ts'

interface ClientReads {
  readonly sql: Sql
  readonly tenant: Tenant
  readonly reach: GrantReach
  /** Reads only the rows that the grant allows. */
  readonly prisma: TenantClient
}

/**
 * The same reads for a client token. A read that finds other rows than those of its parent uses the client of the
 * token. A read for a field that is null for a client token is refused. A new read does not compile until it is named
 * here.
 */
export function clientReads(all: BatchedReads, { sql, tenant, reach, prisma }: ClientReads): BatchedReads {
  const logReach = logReachOf(reach)
  return {
    event: oneByKey(
      async ids => (await eventsByIds(sql, tenant, ids)).filter(row => isReached(logReach, row)),
      row => row.id,
    ),
    initialChargeOfAgreement: oneByKey(
      ids => prisma.charge.findMany({ where: { agreementId: { in: [...ids] }, reason: 'INITIAL' } }) as never,
      row => row.agreementId,
    ),
    occurrenceCountOfSchedule: oneByKey(
      async ids => {
        const counted = await prisma.occurrence.groupBy({
          by: ['scheduleId'],
          where: { scheduleId: { in: [...ids] } },
          _count: true,
        })
        return counted.map(({ scheduleId, _count }) => ({ scheduleId, count: _count }))
      },
      row => row.scheduleId,
    ),
    // Its field asks only for agreements whose charges the token reads; the others are about the parent alone.
    chargeCountOfAgreement: all.chargeCountOfAgreement,
    historyOfAgreement: all.historyOfAgreement,
    upcomingOfSchedule: all.upcomingOfSchedule,
    countedAttemptsOfInstrument: refused('countedAttemptsOfInstrument'),
    eventsOfCharge: refused('eventsOfCharge'),
    callsOfCharge: refused('callsOfCharge'),
    webhooksOfCharge: refused('webhooksOfCharge'),
    plannedStatusQueriesOfCharge: refused('plannedStatusQueriesOfCharge'),
    plannedRetryOfCharge: refused('plannedRetryOfCharge'),
    archivedTable: refused('archivedTable'),
    eventsOfOccurrence: refused('eventsOfOccurrence'),
  }
}

function refused<Name extends keyof BatchedReads>(name: Name): BatchedReads[Name] {
  const refuse = (): never => {
    throw new Error(`${name} is not for client tokens: give its field the option clientNull`)
  }
  return { load: refuse, clearAll: () => {} } as unknown as BatchedReads[Name]
}

interface Parents {
  findMany(query: object): Promise<readonly Readonly<Record<string, string>>[]>
}

/** `parentsWithChild` for a client token. */
export async function clientParentsWithChild(
  prisma: TenantClient,
  { model, parent }: Children,
  { column, comparison, edge }: Side,
  parentIds: readonly string[],
): Promise<readonly { readonly parentId: string }[]> {
  const rows = await (prisma[model] as unknown as Parents).findMany({
    where: { [parent]: { in: [...parentIds] }, [column]: { [comparison]: edge } },
    distinct: [parent],
    select: { [parent]: true },
  })
  return rows.map(row => ({ parentId: String(row[parent]) }))
}
