import type { Deps } from '../../../../src/operations/command/deps.ts'
import type { Provider } from '../../../../src/providers/port/provider.ts'
import type { Sql, Transaction } from '../../../../src/store/sql/database.ts'

/**
 * A gateway in which every step of I/O is a point where something may happen, or the process may end: before each
 * statement and each COMMIT, after each COMMIT, before a request to a provider and before its response is read.
 * @param at Gets the name of the point before the step. If it throws, the step does not happen.
 */
export function withPoints(deps: Deps, at: (point: string) => Promise<void>): Deps {
  const { database, providers } = deps
  const watched = <S extends Sql>(sql: S): S => ({
    ...sql,
    async rows(statement, values) {
      await at(statement.name)
      return sql.rows(statement, values)
    },
    async row(statement, values) {
      await at(statement.name)
      return sql.row(statement, values)
    },
  })
  const provider = (real: Provider): Provider => ({
    ...real,
    async send(request, options) {
      await at('request')
      const answer = await real.send(request, options)
      await at('answer')
      return answer
    },
  })
  return {
    ...deps,
    providers: {
      ...providers,
      find(code, account) {
        const real = providers.find(code, account)
        return real && provider(real)
      },
    },
    database: {
      ...watched(database),
      async transaction(work, options) {
        await at('BEGIN')
        const result = await database.transaction(async (sql: Transaction) => {
          let committed = false
          const made = await work({
            ...watched(sql),
            async commit(statement, values) {
              committed = true
              await at(statement.name)
              await at('COMMIT')
              return sql.commit(statement, values)
            },
          })
          if (!committed) await at('COMMIT')
          return made
        }, options)
        await at('committed')
        return result
      },
    },
  }
}

/** Ends the process at its n-th point, from 0: nothing after it happens. `reached` returns the point's name. */
export function dyingAt(deps: Deps, point: number): { readonly deps: Deps; reached(): string | undefined } {
  let passed = 0
  let reached: string | undefined
  const dying = withPoints(deps, async name => {
    if (passed++ < point) return
    reached ??= name
    throw new Error('the process has died')
  })
  return { deps: dying, reached: () => reached }
}
