import { type InputIssue, invalidInput, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { newProviderRequestId } from '../../store/provider-request/repository.ts'
import { LockedElsewhere, type Transaction } from '../../store/sql/database.ts'
import { commit, type Write } from '../../store/sql/write.ts'
import type { RecordedRequest } from '../provider-request/record.ts'
import { requestIdOfKey } from '../provider-request/request-id.ts'
import { type Settled, sendAndApply, withinAnswerWait } from '../provider-request/send.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import { claimKey, inProgress, type KeyedRequest, type KeyRefusal } from './idempotency.ts'

/** What distinguishes one command from another. `runCommand` does the common part. */
export interface Command<Loaded, Refusal extends UserError, Payload, Row = unknown> {
  /** The locks of the aggregates that the command reads or changes, in the order agreement, charge, schedule. */
  readonly locks: readonly bigint[] | (() => Promise<readonly bigint[]>)
  /** Reads, under the locks, what the rule needs. */
  readonly load: (sql: Transaction) => Promise<Loaded>
  /** The rule: returns what to write, or the error. It may read, but writes nothing itself. */
  readonly decide: (loaded: Loaded, at: Deciding) => Promise<Recorded<Row> | Refused<Refusal>>
  /** Runs after a provider's answer was applied. */
  readonly whenAnswered?: () => Promise<unknown>
  /** Builds the payload from the current objects. */
  readonly answer: (done: Done<Row>) => Promise<Payload>
}

/** A command that runs once for each idempotency key. */
export interface OnceCommand<Loaded, Refusal extends UserError, Payload, Row = unknown>
  extends Command<Loaded, Refusal, Payload, Row>,
    KeyedRequest {
  /** Faults of the arguments that are found without reading anything. */
  readonly issues: readonly InputIssue[]
}

export interface Deciding {
  readonly sql: Transaction
  readonly cause: Cause
  /** The id of the provider request that the command records, if it records one. */
  readonly requestId: () => string
}

export interface Refused<Refusal extends UserError> {
  readonly ok: false
  readonly error: Refusal
}

/** What a command writes: all in one statement, committed before anything is sent. */
export interface Recorded<Row = unknown> {
  readonly ok: true
  /** The id of the object that was created or changed. The idempotency key is bound to it. */
  readonly id: string
  /** Empty if the object is already in the requested state. */
  readonly writes: readonly Write[]
  /** The object as this command writes it, or its current state if nothing is written. */
  readonly row?: Omit<Row, 'snapshotXmin'>
  /** Sent after the commit. */
  readonly providerRequest?: RecordedRequest | null
}

export interface Done<Row> extends Settled {
  readonly id: string
  /** True if an earlier request with the same key created the object. */
  readonly replayed: boolean
  /** The object as this command wrote it. */
  readonly row?: Row
}

interface Answered<Payload> {
  readonly ok: true
  readonly payload: Payload
}

/** Validates the input, then runs the command once for its idempotency key, or finds what the key created before. */
export async function runOnce<Loaded, Refusal extends UserError, Payload, Row = unknown>(
  deps: Deps,
  caller: Caller,
  command: OnceCommand<Loaded, Refusal, Payload, Row>,
): Promise<Answered<Payload> | Refused<Refusal | KeyRefusal> | ReturnType<typeof invalidInput>> {
  if (command.issues.length > 0) return invalidInput(command.issues)
  return run(deps, caller, command, command)
}

/** Runs a command that needs no idempotency key, because a repeated request changes nothing. */
export function runCommand<Loaded, Refusal extends UserError, Payload, Row = unknown>(
  deps: Deps,
  caller: Caller,
  command: Command<Loaded, Refusal, Payload, Row>,
): Promise<Answered<Payload> | Refused<Refusal>> {
  return run(deps, caller, command) as Promise<Answered<Payload> | Refused<Refusal>>
}

async function run<Loaded, Refusal extends UserError, Payload, Row>(
  deps: Deps,
  caller: Caller,
  command: Command<Loaded, Refusal, Payload, Row>,
  keyed?: KeyedRequest,
): Promise<Answered<Payload> | Refused<Refusal | KeyRefusal>> {
  const recorded = await record(deps, caller, command, keyed)
  if (!recorded.ok) return recorded
  const { done, writes, providerRequest } = recorded
  if (writes) {
    caller.mutation?.committed()
    deps.tail.wake()
  }
  const settled =
    providerRequest &&
    (await withinAnswerWait(deps, providerRequest.target.purpose, async () => {
      const applied = await sendAndApply(deps, providerRequest)
      await command.whenAnswered?.()
      return applied
    }))
  return succeed(await command.answer({ ...done, ...settled }))
}

function requestIdOf(deps: Deps, { tenant }: Caller, keyed: KeyedRequest | undefined, now: Date): string {
  if (keyed === undefined) return newProviderRequestId(now)
  return requestIdOfKey(deps, tenant, keyed.mutation, keyed.input.idempotencyKey)
}

interface Committed<Row> {
  readonly ok: true
  readonly done: Done<Row>
  /** True if anything was written. */
  readonly writes: boolean
  readonly providerRequest?: RecordedRequest | null | undefined
}

/**
 * One transaction with two round trips: takes the locks, looks for the key and loads; then writes and commits. No
 * provider is called while it is open.
 */
async function record<Loaded, Refusal extends UserError, Payload, Row>(
  deps: Deps,
  caller: Caller,
  { locks, load, decide }: Command<Loaded, Refusal, Payload, Row>,
  keyed: KeyedRequest | undefined,
): Promise<Committed<Row> | Refused<Refusal | KeyRefusal>> {
  const now = deps.clock.now()
  const cause = { source: 'API', actor: caller.actor, now } as const
  const key = keyed && claimKey(deps, caller, keyed, now)
  try {
    return await deps.database.transaction(
      async sql => {
        const [bound, loaded] = await Promise.all([key?.find(sql), load(sql)])
        if (bound) return bound.ok ? { ok: true, writes: false, done: { id: bound.objectId, replayed: true } } : bound
        const made = await decide(loaded, { sql, cause, requestId: () => requestIdOf(deps, caller, keyed, now) })
        if (!made.ok) return made
        const writes = [...made.writes, ...(key ? [key.bind(made.id)] : [])]
        const audit = caller.mutation?.doneWrites(made.id) ?? []
        const written = writes.length > 0 ? await commit(sql, [...writes, ...audit]) : undefined
        const { id, providerRequest } = made
        const row = made.row && ({ ...made.row, ...written } as Row)
        return {
          ok: true,
          writes: written !== undefined,
          providerRequest,
          done: { id, replayed: false, ...(row && { row }) },
        }
      },
      { locks: typeof locks === 'function' ? await locks() : locks, ...(key && { alone: key.lock }) },
    )
  } catch (error) {
    if (error instanceof LockedElsewhere) return refuse(inProgress(now))
    throw error
  }
}
