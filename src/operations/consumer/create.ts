import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import { invalidInput, type Result, refuse, succeed } from '../../domain/input/user-error.ts'
import { emailHash, encryptPersonalData } from '../../store/consumer/personal-data.ts'
import { eventRow } from '../../store/event-log/rows.ts'
import { findConsumer, mustFind } from '../../store/sql/find-rows.ts'
import { insert, withSnapshotXmin, write } from '../../store/sql/write.ts'
import { type ConsumerRow, consumers } from '../../store/tables/consumer.ts'
import { events } from '../../store/tables/event.ts'
import { cursorOf } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { KEY_DAYS, once } from '../command/idempotency.ts'
import type { ConsumerCreateInput } from '../command/inputs.ts'
import { checkConsumer, personalDataOf } from './checks.ts'

export interface ConsumerCreated {
  readonly consumer: ConsumerRow
  readonly replayed: boolean
  readonly eventCursor: string
}

type Refusals = 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS'

/** Remembers a person to be charged. Nothing is sent to any provider. */
export async function consumerCreate(
  deps: Deps,
  caller: Caller,
  input: ConsumerCreateInput,
): Promise<Result<ConsumerCreated, Refusals>> {
  const issues = checkConsumer(deps.clock.now(), input)
  if (issues.length > 0) return invalidInput(issues)
  const result = await once(
    deps,
    caller,
    { mutation: 'consumerCreate', input, keptDays: KEY_DAYS },
    async (sql, bind, now) => {
      const row = newConsumer(deps, caller, input, now)
      const { id } = row
      const subject = { tenant: caller.tenant, type: 'Consumer', id, consumerId: id, agreementId: null } as const
      const created = eventRow(
        subject,
        { source: 'API', actor: caller.actor, now },
        {
          type: 'consumer.created',
          version: 1,
          change: true,
          previousStatus: null,
          status: null,
          data: null,
        },
      )
      const written = await write(sql, [insert(consumers, [row]), insert(events, [created]), bind(id)])
      return { made: withSnapshotXmin<ConsumerRow>(row, written) }
    },
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'made') deps.tail.wake()
  const consumer =
    result.kind === 'made' ? result.made : await mustFind(findConsumer(deps.database, caller.tenant, result.objectId))
  return succeed({ consumer, replayed: result.kind === 'replayed', eventCursor: cursorOf(deps, caller, consumer) })
}

function newConsumer(
  { vault }: Deps,
  { tenant }: Caller,
  input: ConsumerCreateInput,
  now: Date,
): Omit<ConsumerRow, 'snapshotXmin'> {
  const personal = personalDataOf(input)
  return {
    id: newId('consumer', now),
    ...tenant,
    version: 1,
    reference: input.reference ?? null,
    country: input.country,
    locale: input.locale ?? null,
    encryptedPersonal: encryptPersonalData(vault, personal),
    emailHash: personal.email === null ? null : emailHash(vault, personal.email),
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
    createdAt: now,
    updatedAt: now,
  }
}
