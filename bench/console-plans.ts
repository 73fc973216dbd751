import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

/** How PostgreSQL ran the statements of one request. */
export interface PlanSummary {
  /** The indexes, and of what was read without one, e.g. "all of charges". */
  readonly indexes: readonly string[]
  /** Rows that were read and then left out. */
  readonly leftOut: number
  /** 8 KiB pages, from memory or from disk. */
  readonly pages: number
  /** Of all statements together, with the cost of measuring. */
  readonly milliseconds: number
}

export interface PlanReader {
  of(ask: () => Promise<unknown>): Promise<PlanSummary>
  close(): Promise<void>
}

/** The settings with which a cluster must be started. */
export const planSettings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '-1',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
}

/** Reads the plans that PostgreSQL really used from its log, which the bench's own cluster keeps beside its data. */
export async function planReader(url: string): Promise<PlanReader> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
  const log = path.join(rows[0]?.data_directory ?? '', '..', 'postgres.log')
  const explain = async (milliseconds: number) => {
    await client.query(`ALTER SYSTEM SET auto_explain.log_min_duration = ${milliseconds}`)
    await client.query('SELECT pg_reload_conf()')
    // Every backend reads its configuration before its next statement; the signal takes a moment to arrive.
    await client.query('SELECT pg_sleep(0.5)')
  }
  return {
    async of(ask) {
      await explain(0)
      const from = (await readFile(log)).byteLength
      await ask()
      await explain(-1)
      return summaryOf((await readFile(log)).subarray(from).toString('utf8'))
    },
    close: () => client.end(),
  }
}

function summaryOf(log: string): PlanSummary {
  // The statements of a caller name the merchant; those of the workers do not, or take locks.
  const plans = log
    .split(/duration: /)
    .slice(1)
    .filter(text => /merchant_id/.test(text) && !/FOR UPDATE|INSERT INTO|api_keys|auto_explain/.test(text))
  const all = plans.join('\n')
  const names = [
    ...[...all.matchAll(/Index (?:Only )?Scan(?: Backward)? using (\w+)/g)].map(([, name = '']) => name),
    ...[...all.matchAll(/Bitmap Index Scan on (\w+)/g)].map(([, name = '']) => name),
    ...[...all.matchAll(/Seq Scan on (\w+)/g)].map(([, name = '']) => `all of ${name}`),
  ]
  const sum = (found: IterableIterator<RegExpMatchArray>) => [...found].reduce((total, [, n]) => total + Number(n), 0)
  return {
    indexes: [...new Set(names)],
    leftOut: sum(all.matchAll(/Rows Removed by (?:Filter|Index Recheck): (\d+)/g)),
    pages: plans.reduce((total, text) => total + pagesOf(text), 0),
    milliseconds: plans.reduce((total, text) => total + Number.parseFloat(text), 0),
  }
}

/** Of the topmost node, which counts those below it. */
function pagesOf(plan: string): number {
  const [, hit = 0] = /Buffers: shared (?:hit=(\d+))?/.exec(plan) ?? []
  const [, read = 0] = /Buffers: shared (?:hit=\d+ )?read=(\d+)/.exec(plan) ?? []
  return Number(hit) + Number(read)
}
