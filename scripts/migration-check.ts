// npm run migration:check: the migrations create exactly the schema of schema.prisma, and processes of the previous
// version keep working after each new one. Otherwise exit code 1 and what is wrong.
import { readMigrations } from '../src/store/migrations/folder.ts'
import { startCluster } from '../test/support/database/cluster.ts'
import { problemsOf } from './migration-rules/rules.ts'
import { diffToSchema, readSchema } from './schema-engine/schema-diff.ts'

const migrations = await readMigrations()
const problems = problemsOf(migrations)
if (problems.length > 0) {
  console.error(`The previous version of the gateway fails after these statements. Change them (docs/deploying.md, "Migrations"):

${problems.join('\n\n')}

If the previous version still works, e.g. because a new table has the same name, write above the statement: -- survived: <why>
`)
  process.exitCode = 1
}

const cluster = await startCluster()
try {
  const difference = await diffToSchema(cluster.url(), migrations, await readSchema())
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
