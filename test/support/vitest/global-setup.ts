import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { startCluster, templateDatabase } from '../database/cluster.ts'
import { provideUsedDataFolder } from '../programs/data-folders.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the test run's cluster, database `postgres`. */
    clusterUrl: string
  }
}

const buildProgram = fileURLToPath(new URL('../../../scripts/build.ts', import.meta.url))

/**
 * Vitest's global setup: one cluster and one migrated template per test run, and what browsers load is built from the
 * current sources.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await promisify(execFile)(process.execPath, [buildProgram])
  const removeDataFolder = await provideUsedDataFolder()
  // A test runs most statements fewer than five times, and until then PostgreSQL would plan each of them again.
  const cluster = await startCluster({ plan_cache_mode: 'force_generic_plan' })
  try {
    const client = new pg.Client(cluster.url())
    await client.connect()
    await client.query(`CREATE DATABASE ${templateDatabase}`)
    await client.end()
    await migrate(cluster.url(templateDatabase))
  } catch (error) {
    await cluster.stop()
    throw error
  }
  project.provide('clusterUrl', cluster.url())
  return async () => {
    await cluster.stop()
    await removeDataFolder()
  }
}
