import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { startEmbeddedDatabase } from '../src/supervisor/embedded-database.ts'

/** Where the gateway's database is: DATABASE_URL, or the embedded PostgreSQL under DATA_DIR, which is started if it does not run. */
export async function findDatabase(config: {
  readonly databaseUrl: string | undefined
  readonly dataDir: string
}): Promise<{ readonly url: string; readonly release: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, release: async () => {} }
  const folder = path.resolve(config.dataDir)
  await mkdir(folder, { recursive: true })
  const { url, server } = await startEmbeddedDatabase(folder)
  // A running one belongs to another process.
  return { url, release: async () => void (server.adopted || (await server.stop())) }
}
