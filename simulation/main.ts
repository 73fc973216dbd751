// npm run simulate: see README.md beside this file.
import { readArguments, usage } from './arguments.ts'
import { createDatabase, startSimulationCluster } from './database/cluster.ts'
import { interrupt } from './interrupt.ts'
import { createTally, describeFailure } from './report.ts'
import { runSeeds } from './run-seeds.ts'
import { showSeed } from './show-seed.ts'

const PROGRESS_MS = 15_000

const given = (() => {
  try {
    return readArguments(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
})()

const cluster = await startSimulationCluster()
try {
  if (given.seed !== undefined) process.exitCode = (await showSeed(cluster.url(), given.seed, given)) ? 0 : 1
  else if (given.everyStep || given.races) process.exitCode = (await interrupt(cluster.url(), given)) ? 0 : 1
  else process.exitCode = (await manySeeds()) ? 0 : 1
} finally {
  await cluster.stop()
}

async function manySeeds(): Promise<boolean> {
  const databaseUrls: string[] = []
  for (let count = 1; count <= Math.min(given.workers, given.seeds); count++)
    databaseUrls.push(await createDatabase(cluster.url(), `simulation_${count}`))
  const tally = createTally()
  const progress = setInterval(() => console.log(tally.summary().split('\n')[0]), PROGRESS_MS)
  await runSeeds({
    ...given,
    databaseUrls,
    onReport(report) {
      tally.add(report)
      if (report.violations.length > 0) console.log(describeFailure(report))
    },
  }).finally(() => clearInterval(progress))
  console.log(tally.summary())
  return tally.failed.length === 0
}
