import { readFile } from 'node:fs/promises'
import os from 'node:os'
import pg from 'pg'

/** The machine of the measurement, in one paragraph of facts. */
export async function describeMachine(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  await client.end()
  const gigabytes = (os.totalmem() / 2 ** 30).toFixed(0)
  return [
    new Date().toISOString().slice(0, 10),
    `${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.availableParallelism()} cores, ${gigabytes} GiB`,
    `${os.type()} ${os.release()}`,
    `Node ${process.version}`,
    `PostgreSQL ${rows[0]?.server_version} (as the tests run it: nothing is flushed to disk)`,
  ]
}

/** A process's resident memory; undefined if the platform has no /proc. */
export async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}
