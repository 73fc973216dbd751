// npm run migration:check: the migrations create exactly the schema of schema.prisma. Otherwise exit code 1 and the
// difference.
import { readMigrations } from '../src/store/migrations/folder.ts'
import { startCluster } from '../test/support/cluster.ts'
import { diffToSchema, readSchema } from './schema-engine/schema-diff.ts'

const cluster = await startCluster()
try {
  const difference = await diffToSchema(cluster.url(), await readMigrations(), await readSchema())
  if (difference === undefined) {
    console.log('The migrations and schema.prisma agree.')
  } else {
    console.error(`The migrations do not create the schema of schema.prisma. The difference (npm run migration:new writes it as a migration):

${difference}`)
    process.exitCode = 1
  }
} finally {
  await cluster.stop()
}
