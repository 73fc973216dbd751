import { createDatabase, startSimulationCluster } from './database/cluster.ts'
import { openConnections } from './database/connections.ts'
import { runSeed } from './run-seed.ts'

const from = Number(process.argv[2] ?? 1),
  count = Number(process.argv[3] ?? 1)
const cluster = await startSimulationCluster()
try {
  const url = await createDatabase(cluster.url(), 'simulation')
  const connections = await openConnections(url, 40)
  const t0 = performance.now()
  let sim = 0,
    steps = 0,
    failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const o = await runSeed(connections, seed)
    sim += o.simulatedMs
    steps += o.steps
    if (o.violations.length) {
      failed++
      console.log('seed', seed, o.steps, o.traceHash)
      console.log(o.violations.slice(0, 6).join('\n'))
    }
    if (process.env.TRACE) console.log(o.trace.join('\n'))
    if (process.env.BOOKS) console.log(JSON.stringify(o.books, null, 1))
  }
  const s = (performance.now() - t0) / 1000
  console.log({
    seeds: count,
    failed,
    perSecond: count / s,
    steps,
    usPerStep: (s * 1e6) / steps,
    speedUp: sim / 1000 / s,
  })
  await connections.close()
} finally {
  await cluster.stop()
}
