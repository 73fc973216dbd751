import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql'
import { pino } from 'pino'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import type { Vault } from '../../../src/base/encryption.ts'
import { createOutbound } from '../../../src/base/outbound/outbound.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { backendScopes, type Scope, scopes } from '../../../src/domain/access/scopes.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import type { ProviderRegistry } from '../../../src/providers/port/registry.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase } from '../../support/database/database.ts'
import { newTenant } from '../../support/database/log-events.ts'
import { noOwnAccounts } from '../../support/world/no-own-accounts.ts'
import { newVault } from '../../support/world/vault.ts'

export interface TestGraph {
  /** Of the database, for a test's own connections. */
  readonly url: string
  readonly database: Database
  readonly vault: Vault
  readonly deps: Deps
  readonly tenant: Tenant
  /** Another merchant in the same database. */
  readonly stranger: Tenant
  /** Runs a query in a context of its own, as the tenant with every scope unless the arguments say otherwise. */
  run(
    query: string,
    variables?: Record<string, unknown>,
    tenant?: Tenant,
    scopes?: readonly Scope[],
  ): Promise<ExecutionResult>
  /** Its data, after asserting that there were no errors. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
  data(query: string, variables?: Record<string, unknown>, tenant?: Tenant, scopes?: readonly Scope[]): Promise<any>
  /** The data of a query of another schema with the same types. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
  dataOf(other: GraphQLSchema, query: string): Promise<any>
  /** The names of the statements that a query ran, for a merchant's backend unless the arguments say otherwise. */
  statements(query: string, variables?: Record<string, unknown>, scopes?: readonly Scope[]): Promise<string[]>
  stop(): Promise<void>
}

function dataIn({ data, errors }: ExecutionResult) {
  if (errors) throw new Error(errors.map(error => error.stack).join('\n'))
  // Without null prototypes, as a client gets it.
  return JSON.parse(JSON.stringify(data))
}

const NOW = '2026-03-02T00:00:00.000Z'

/** The graph on a database of its own. Nothing is sent and no worker runs. */
export async function startGraph(
  providers: ProviderRegistry = { entries: [], find: () => undefined, ...noOwnAccounts },
): Promise<TestGraph> {
  const clone = await createTestDatabase()
  const database = openDatabase({ url: clone.url })
  const vault = newVault(new Uint8Array(32).fill(7))
  const [tenant, stranger] = [newTenant(), newTenant()]
  const deps: Deps = {
    database,
    vault,
    providers,
    // Both stand still, at the same instant.
    clock: { now: () => new Date(NOW) },
    realTime: { ...systemTime, nowMs: () => Date.parse(NOW) },
    log: pino({ level: 'silent' }),
    cursors: createCursorCodec({ epoch: 'testlog1', vault }),
    background: { run: () => {} },
    tail: {
      wake: () => {},
      newestChange: () => undefined,
      subscribe: () => {
        throw new Error('no tail runs in this test')
      },
    },
    outbound: createOutbound({ loopback: false, deadlineMs: 1 }),
    settings: {
      publicUrl: 'http://gateway.test',
      absenceMs: 5_000,
      providerDeadlineMs: 10_000,
      answerWaitMs: 10_000,
      resendWindowMs: 30_000,
      sandbox: true,
      accountOwner: () => tenant,
      accountAddresses: () => undefined,
    },
  }
  const runOn = (
    other: GraphQLSchema,
    ...[source, variableValues, who = tenant, held = scopes]: Parameters<TestGraph['run']>
  ) => {
    const caller = { tenant: who, merchantName: 'Test merchant', actor: 'key_test', scopes: held }
    return graphql({
      schema: other,
      source,
      variableValues,
      contextValue: createContext(deps, caller, 'request-1'),
    }) as Promise<ExecutionResult>
  }
  const run: TestGraph['run'] = (...request) => runOn(schema, ...request)
  return {
    url: clone.url,
    database,
    vault,
    deps,
    tenant,
    stranger,
    run,
    data: async (...request) => dataIn(await run(...request)),
    dataOf: async (other, query) => dataIn(await runOn(other, query)),
    async statements(query, variables, scopes = backendScopes) {
      const names: string[] = []
      const stop = database.onStatement(name => names.push(name))
      const { errors } = await run(query, variables, tenant, scopes)
      stop()
      if (errors) throw new Error(errors.map(error => error.stack).join('\n'))
      return names
    },
    async stop() {
      await database.close()
      await clone.drop()
    },
  }
}
