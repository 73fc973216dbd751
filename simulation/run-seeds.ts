import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SeedReport, SeedTask } from './seed-worker.ts'

export interface SeedRun {
  readonly seeds: number
  readonly from: number
  readonly twice: boolean
  /** One database for each program. */
  readonly databaseUrls: readonly string[]
  readonly onReport: (report: SeedReport) => void
}

/**
 * Runs seeds in several programs, each with its own database. A program that has finished a seed takes the next one.
 */
export async function runSeeds({ seeds, from, twice, databaseUrls, onReport }: SeedRun): Promise<void> {
  let next = from
  const work = async (url: string) => {
    const child = fork(fileURLToPath(new URL('seed-worker.ts', import.meta.url)), {
      env: { PATH: process.env['PATH'], DATABASE_URL: url },
    })
    try {
      await answerOf(child)
      while (next < from + seeds) {
        const task: SeedTask = { seed: next++, twice }
        child.send(task)
        onReport((await answerOf(child)) as SeedReport)
      }
    } finally {
      child.disconnect()
      await once(child, 'exit')
    }
  }
  await Promise.all(databaseUrls.map(work))
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const { signal } = ended
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as unknown),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`a program of the simulation exited with code ${code}`)
      }),
    ])
  } finally {
    ended.abort()
  }
}
