import type { ExecutionResult } from 'graphql'

interface Shared {
  /** When it began and ended, in the order of all beginnings and ends. */
  readonly begunAt: number
  endedAt: number
  readonly result: Promise<ExecutionResult>
  /** Once it has ended without errors. */
  value?: ExecutionResult
}

type Execute = () => Promise<ExecutionResult>

/** Executes a subscription's selection on an event, or takes the result of another subscription. Never rejects. */
export type ExecuteShared = (
  event: object,
  audience: string,
  execute: Execute,
) => ExecutionResult | Promise<ExecutionResult>

interface SharedExecutionsOptions {
  /** Bytes of a result, of which it is called once. */
  readonly sizeOf: (result: ExecutionResult) => number
  /** Results are kept for this time, and at most for twice as long. */
  readonly keepMs?: number
  /** Results with more bytes than that are not kept for longer, and at most twice as many. */
  readonly keepBytes?: number
}

// An event shows objects in their current state. A subscriber that takes it late gets a state this old at most.
const KEEP_MS = 500
const KEEP_BYTES = 16 * 1024 * 1024

/**
 * One execution for all subscriptions with the same selection and audience that get the same event. The event's identity
 * is its row in memory, so only live events are shared; a replay reads rows of its own.
 *
 * A subscription never sees an object go back to an earlier state: it takes only a result whose execution began after
 * its own last one had ended. A result with errors is not shared: an error names the request that it belongs to, and
 * another execution can succeed.
 */
export function createSharedExecutions({ sizeOf, keepMs = KEEP_MS, keepBytes = KEEP_BYTES }: SharedExecutionsOptions) {
  type Results = Map<object, Map<string, Shared>>
  let time = 0
  let young: Results = new Map()
  let old: Results = new Map()
  let youngBytes = 0
  let timer: NodeJS.Timeout | undefined

  const forgetOld = () => {
    clearTimeout(timer)
    old = young
    young = new Map()
    youngBytes = 0
    timer = old.size === 0 ? undefined : setTimeout(forgetOld, keepMs).unref()
  }
  const drop = (event: object, key: string, shared: Shared) => {
    for (const results of [young, old]) {
      const ofEvent = results.get(event)
      if (ofEvent?.get(key) === shared) ofEvent.delete(key)
    }
  }
  const keep = (event: object, key: string, shared: Shared) => {
    const ofEvent = young.get(event) ?? new Map<string, Shared>()
    young.set(event, ofEvent.set(key, shared))
    timer ??= setTimeout(forgetOld, keepMs).unref()
  }
  const begin = (event: object, key: string, execute: Execute): Shared => {
    const shared: Shared = {
      begunAt: ++time,
      endedAt: Number.POSITIVE_INFINITY,
      result: execute().then(result => {
        shared.endedAt = ++time
        if (result.errors === undefined) {
          shared.value = result
          youngBytes += sizeOf(result)
        } else drop(event, key, shared)
        if (youngBytes > keepBytes) forgetOld()
        return result
      }),
    }
    keep(event, key, shared)
    return shared
  }
  return {
    /** @param selection As `createSelectionKeys` names it. */
    of(selection: string): ExecuteShared {
      let seenAt = 0
      let [lastAudience, key] = ['', '']
      const join = async (found: Shared | undefined, event: object, execute: Execute) => {
        const shared = found ?? begin(event, key, execute)
        const result = await shared.result
        seenAt = shared.endedAt
        if (found === undefined || result.errors === undefined) return result
        const own = await execute()
        seenAt = ++time
        return own
      }
      return (event, audience, execute) => {
        if (audience !== lastAudience) [lastAudience, key] = [audience, `${selection} ${audience}`]
        const kept = young.get(event)?.get(key) ?? old.get(event)?.get(key)
        const found = kept !== undefined && kept.begunAt > seenAt ? kept : undefined
        if (found?.value === undefined) return join(found, event, execute)
        seenAt = found.endedAt
        return found.value
      }
    },
  }
}
