import { readFile } from 'node:fs/promises'

/** How long a process's main thread has been ready to run while the system ran others: the second number, in nanoseconds. */
export async function starvedMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '')
  return Number(text.split(' ')[1] ?? 0) / 1e6
}
