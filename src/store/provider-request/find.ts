import { type Sql, statement } from '../sql/database.ts'
import { type AttemptRow, attempts } from '../tables/attempt.ts'

const find = statement<AttemptRow>('attempt-find', `SELECT ${attempts.select('a')} FROM attempts a WHERE a.id = $1`)

export function findAttempt(sql: Sql, id: string): Promise<AttemptRow | undefined> {
  return sql.row(find, [id])
}
