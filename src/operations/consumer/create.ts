import type { KeyHolder } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Result } from '../../domain/input/user-error.ts'
import { newHolder } from '../../store/consumer/data-keys.ts'
import { emailHash, encryptPersonalData } from '../../store/consumer/personal-data.ts'
import { type NewConsumer, newConsumerWrites } from '../../store/consumer/repository.ts'
import { findConsumer, mustFind } from '../../store/sql/find-rows.ts'
import type { ConsumerRow } from '../../store/tables.ts'
import { cursorOf } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { KEY_DAYS } from '../command/idempotency.ts'
import type { ConsumerCreateInput } from '../command/inputs.ts'
import { runOnce } from '../command/run.ts'
import { checkConsumer, personalDataOf } from './checks.ts'

export interface ConsumerCreated {
  readonly consumer: ConsumerRow
  readonly replayed: boolean
  readonly eventCursor: string
}

type Refusals = 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS'

/** Stores a person to be charged. Nothing is sent to any provider. */
export function consumerCreate(
  deps: Deps,
  caller: Caller,
  input: ConsumerCreateInput,
): Promise<Result<ConsumerCreated, Refusals>> {
  return runOnce<undefined, never, ConsumerCreated, ConsumerRow>(deps, caller, {
    mutation: 'consumerCreate',
    input,
    issues: checkConsumer(deps.clock.now(), input),
    keptDays: KEY_DAYS,
    locks: [],
    load: async () => undefined,
    decide: async (_, { cause }) => {
      const whose = { id: newId('consumer', cause.now), ...caller.tenant }
      const { holder, write } = newHolder(deps.vault, whose, cause.now)
      const row = { ...whose, ...newConsumer(deps, holder, input, cause.now) }
      return { ok: true, id: row.id, writes: [...newConsumerWrites(row, cause), write], row }
    },
    answer: async ({ id, replayed, row }) => {
      const consumer = row ?? (await mustFind(findConsumer(deps.database, caller.tenant, id)))
      return { consumer, replayed, eventCursor: cursorOf(deps, caller, consumer) }
    },
  })
}

function newConsumer({ vault }: Deps, holder: KeyHolder, input: ConsumerCreateInput, now: Date) {
  const personal = personalDataOf(input)
  return {
    version: 1,
    reference: input.reference ?? null,
    country: input.country,
    locale: input.locale ?? null,
    encryptedPersonal: encryptPersonalData(vault, holder, personal),
    emailHash: personal.email === null ? null : emailHash(vault, personal.email),
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
    erasedAt: null,
    createdAt: now,
    updatedAt: now,
  } satisfies Omit<NewConsumer, 'id' | keyof Tenant>
}
