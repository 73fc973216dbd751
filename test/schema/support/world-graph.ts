import { type ExecutionResult, graphql } from 'graphql'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import type { World } from '../../support/world/world.ts'

/** The data of a document, as a client gets it, after asserting that there were no errors. */
export async function ask(
  { deps, caller }: Pick<World, 'deps' | 'caller'>,
  source: string,
  variableValues: Record<string, unknown> = {},
  as: Caller = caller,
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
): Promise<any> {
  const contextValue = createContext(deps, as, 'request-1')
  const { data, errors } = (await graphql({ schema, source, variableValues, contextValue })) as ExecutionResult
  if (errors) throw new Error(errors.map(error => error.stack).join('\n'))
  return JSON.parse(JSON.stringify(data))
}

/** The number of records of schedules and of what they made: equal before and after if nothing was written. */
export async function recorded({ database }: Pick<World, 'database'>): Promise<unknown> {
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM idempotency_keys) AS keys,
       (SELECT count(*) FROM provider_requests) AS "providerRequests", (SELECT count(*) FROM charges) AS charges,
       (SELECT jsonb_agg(s ORDER BY id) FROM schedules s) AS schedules,
       (SELECT jsonb_agg(o ORDER BY id) FROM occurrences o) AS occurrences`,
  )
  return rows[0]
}
