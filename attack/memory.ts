import { readdir, readFile } from 'node:fs/promises'

const KILOBYTES = 1_024

/** A process's resident memory in megabytes; undefined if there is none, or the system has no /proc. */
export async function residentMb(pid: number): Promise<number | undefined> {
  return field(await statusOf(pid), 'VmRSS')
}

/**
 * The memory of PostgreSQL's server processes in megabytes: their resident memory without the shared buffers.
 * @param pid The pid of the server process that is the parent of the others.
 */
export async function postgresMb(pid: number): Promise<number | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))
  const all = await Promise.all(pids.map(name => statusOf(Number(name))))
  const own = all.filter(status => [numberIn(status, 'Pid'), numberIn(status, 'PPid')].includes(pid))
  if (own.length === 0) return undefined
  return own.reduce((sum, status) => sum + (field(status, 'RssAnon') ?? 0), 0)
}

function statusOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
}

function field(status: string, name: string): number | undefined {
  const kilobytes = numberIn(status, name)
  return kilobytes === undefined ? undefined : kilobytes / KILOBYTES
}

function numberIn(status: string, name: string): number | undefined {
  const digits = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
