import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { EmbeddedDatabase } from '../../src/supervisor/embedded-database.ts'
import { placedDataFolder } from '../../src/supervisor/postgres/data-folder.ts'
import type { PostgresEnd } from './plan-disruptions.ts'

/** Restarts and the end do not overlap: the end waits for a running restart. */
export function keepPostgres(database: EmbeddedDatabase) {
  let { server } = database
  let underWay: Promise<void> = Promise.resolve()
  const restart = async (how: PostgresEnd, downMs: number) => {
    if (how === 'kill') process.kill(server.pid, 'SIGKILL')
    else await server.stop(how)
    await server.exited
    await new Promise(resolve => setTimeout(resolve, downMs))
    server = await database.restart()
  }
  return {
    restart(how: PostgresEnd, downMs: number): Promise<void> {
      underWay = underWay.then(() => restart(how, downMs))
      return underWay
    },
    async stop() {
      await underWay.catch(() => {})
      await server.stop('immediate')
    },
  }
}

/** A program that ends PostgreSQL if this process ends without doing so. */
export async function startGuardian(dataDir: string): Promise<ChildProcess> {
  const guardian = spawn(
    process.execPath,
    [fileURLToPath(new URL('guardian.ts', import.meta.url)), await placedDataFolder(dataDir)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  )
  guardian.unref()
  return guardian
}
