import type { Database } from '../../../src/store/sql/database.ts'

interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Every statement that Prisma sends over the database's pool while something is read. */
export async function sentByPrisma({ pool }: Database, read: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = []
  const query = pool.query.bind(pool) as unknown as (statement: Sent) => unknown
  const recording = (statement: Sent) => {
    sent.push(statement)
    return query(statement)
  }
  const { query: original } = pool
  pool.query = recording as unknown as typeof pool.query
  try {
    await read()
  } finally {
    pool.query = original
  }
  return sent
}
