import { newId } from '../../../src/base/id.ts'
import { listPartitions } from '../../../src/store/partitions/list.ts'
import type { PartitionedTable } from '../../../src/store/partitions/tables.ts'
import type { Database } from '../../../src/store/sql/database.ts'

/** Ends a table's last partition at the next number, as if a month had passed: what is written then has no partition. */
export async function narrow(database: Database, table: PartitionedTable): Promise<void> {
  const { partitions, next } = await listPartitions(database, table)
  const last = partitions.at(-1)
  if (last === undefined) throw new Error(`${table.name} has no partition`)
  for (const ahead of partitions.filter(({ from }) => from !== null && from > next))
    await database.pool.query(`DROP TABLE ${ahead.name}`)
  const current = partitions.find(({ to }) => to > next) ?? last
  await database.pool.query(`
    BEGIN;
    ALTER TABLE ${table.name} DETACH PARTITION ${current.name};
    ALTER TABLE ${table.name} ATTACH PARTITION ${current.name} FOR VALUES FROM (${current.from ?? 'MINVALUE'}) TO (${next});
    COMMIT`)
}

/** Appends events of one object, each in a transaction of its own. Returns their ids. */
export async function addEvents(
  database: Database,
  count: number,
  subjectId = 'chg_1',
  at = new Date(),
): Promise<string[]> {
  const ids: string[] = []
  for (let version = 1; version <= count; version++) {
    const id = newId('event', at)
    await database.pool.query(
      `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin)
       VALUES ($1, 'mer_1', 'TEST', 'charge.step', 'API', $2, 'Charge', $3, 'con_1', $4, true, 1)`,
      [id, at, subjectId, version],
    )
    ids.push(id)
  }
  return ids
}
