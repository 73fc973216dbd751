import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

/** How PostgreSQL ran the statements of one request. */
export interface PlanSummary {
  /** The indexes; of those that answered alone "only", and of what was read without one "all of" the table. */
  readonly indexes: readonly string[]
  /** Pages of 8 KiB, from memory or from disk. */
  readonly pages: number
}

/** The settings with which a cluster must be started. */
export const planSettings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '-1',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
}

/** The address for connections whose plans are in the log. */
export function explained(url: string): string {
  return `${url}?options=${encodeURIComponent('-c auto_explain.log_min_duration=0')}`
}

/** Reads the plans that PostgreSQL really used from its log, which the benchmark's own cluster keeps beside its data. */
export async function planReader(url: string): Promise<(ask: () => Promise<unknown>) => Promise<PlanSummary>> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
  await client.end()
  const log = path.join(rows[0]?.data_directory ?? '', '..', 'postgres.log')
  return async ask => {
    const from = (await readFile(log)).byteLength
    await ask()
    return summaryOf((await readFile(log)).subarray(from).toString('utf8'))
  }
}

/** Of a worker, or of the check of a key. */
const OF_OTHERS = /api_keys|FOR UPDATE|INSERT INTO|WITH RECURSIVE|heldXid/
const READ = /(?:Index (Only )?Scan(?: Backward)? using (\w+)|Bitmap Index Scan on (\w+)|Seq Scan on (\w+))/g

function summaryOf(log: string): PlanSummary {
  const plans = log
    .split('duration: ')
    .slice(1)
    .filter(text => text.includes('merchant_id') && !OF_OTHERS.test(text))
  const names = plans.flatMap(plan =>
    [...plan.matchAll(READ)].map(([, only, index, bitmap, table]) => {
      if (table !== undefined) return `all of ${table}`
      return only === undefined ? (index ?? bitmap ?? '') : `${index} only`
    }),
  )
  return { indexes: [...new Set(names)], pages: plans.reduce((total, plan) => total + pagesOf(plan), 0) }
}

/** Of the topmost node, which counts those below it. */
function pagesOf(plan: string): number {
  const buffers = /Buffers: shared(.*)/.exec(plan)?.[1] ?? ''
  const of = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(buffers)?.[1] ?? 0)
  return of('hit') + of('read')
}
