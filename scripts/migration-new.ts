// npm run migration:new -- NAME [--empty]
// Writes prisma/migrations/<time>_NAME/migration.sql with the change from the migrations so far to schema.prisma.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { migrationsFolder, readMigrations } from '../src/store/migrations/folder.ts'
import { startCluster } from '../test/support/database/cluster.ts'
import { diffToSchema, readSchema } from './schema-engine/schema-diff.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { empty: { type: 'boolean', default: false } },
})
const [name] = positionals
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error(`Usage: npm run migration:new -- NAME [--empty]
NAME is lower case with underscores. --empty writes a file without statements, for SQL by hand.`)
  process.exit(1)
}

const cluster = await startCluster()
try {
  const difference = await diffToSchema(cluster.url(), await readMigrations(), await readSchema())
  if (difference === undefined && !values.empty) {
    console.log('The migrations and schema.prisma agree: there is nothing to write. To write SQL by hand, use --empty.')
  } else {
    const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
    const file = path.join(migrationsFolder, `${time}_${name}`, 'migration.sql')
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, difference ?? '')
    await writeFile(path.join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n')
    console.log(`Written: ${path.relative(process.cwd(), file)}
Add by hand, below it, what Prisma cannot express: checks, partial indexes, functions, triggers.`)
  }
} finally {
  await cluster.stop()
}
