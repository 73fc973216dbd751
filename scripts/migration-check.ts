// npm run migration:check: the migrations create exactly the schema of schema.prisma, and processes of the version before
// survive each new one. Otherwise exit code 1 and what is wrong.
import { readMigrations } from '../src/store/migrations/folder.ts'
import { startCluster } from '../test/support/database/cluster.ts'
import { problemsOf } from './migration-rules/rules.ts'
import { diffToSchema, readSchema } from './schema-engine/schema-diff.ts'

const migrations = await readMigrations()
const problems = problemsOf(migrations)
if (problems.length > 0) {
  console.error(`The version before does not survive these statements (docs/deploying.md, "Migrations"):

${problems.join('\n\n')}

If it does after all, e.g. because a table of the same name takes its place, say so above the statement: "-- survived: <why>".
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
