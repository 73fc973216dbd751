import { createSourceEventStream, type ExecutionResult, execute, parse } from 'graphql'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { createLogTail, type LogTail } from '../../../src/workers/log/tail.ts'
import { createWorld, type World } from '../../support/world/world.ts'

/** A world with a running tail of the log. */
export interface LiveWorld extends World {
  readonly tail: LogTail
}

export function createLiveWorld(): Promise<LiveWorld>
export function createLiveWorld<Of extends World>(world: Of): Promise<Of & LiveWorld>
export async function createLiveWorld(given?: World): Promise<LiveWorld> {
  const world = given ?? (await createWorld())
  const { database, log } = world.deps
  const tail = createLogTail({ database, log, url: String(database.pool.options.connectionString) })
  await tail.start()
  const deps: Deps = { ...world.deps, tail }
  return {
    ...world,
    deps,
    tail,
    async close() {
      await tail.stop()
      await world.close()
    },
  }
}

/** What a subscription's client gets, in order. */
export interface Live {
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
  next(): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
  take(count: number): Promise<any[]>
  close(): Promise<void>
}

type Asked = { readonly source: string; readonly variables?: Record<string, unknown>; readonly caller?: Caller }

/** Subscribes as the transports do: each event in a context of its own. Returns the value of the field itself. */
export async function live({ deps, caller }: LiveWorld, asked: Asked): Promise<Live> {
  const args = { schema, document: parse(asked.source), variableValues: asked.variables ?? {} }
  const context = () => createContext(deps, asked.caller ?? caller, 'request-1')
  const stream = await createSourceEventStream({ ...args, contextValue: context() })
  if (!(Symbol.asyncIterator in stream)) throw new Refused(stream)
  const events = stream[Symbol.asyncIterator]()
  const next = async () => {
    const { done, value } = await events.next()
    if (done) throw new Error('the subscription has ended')
    const { data, errors } = await execute({ ...args, rootValue: value, contextValue: context() })
    if (errors || !data) throw new Error(errors?.map(error => error.stack).join('\n'))
    return JSON.parse(JSON.stringify(Object.values(data)[0]))
  }
  return {
    next,
    async take(count) {
      const taken: unknown[] = []
      while (taken.length < count) taken.push(await next())
      return taken
    },
    close: async () => void (await events.return?.()),
  }
}

class Refused extends Error {
  readonly codes: unknown[]
  constructor({ errors = [] }: ExecutionResult) {
    super(errors.map(({ message }) => message).join('\n'))
    this.codes = errors.map(({ extensions }) => extensions['code'])
  }
}

/** The codes of a refused subscription. */
export async function refusal(world: LiveWorld, asked: Asked): Promise<unknown[]> {
  try {
    await (await live(world, asked)).close()
  } catch (error) {
    if (error instanceof Refused) return error.codes
    throw error
  }
  throw new Error('a subscription that has to be refused')
}
