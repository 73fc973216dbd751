// npm run attack [-- NAME …] [--production] [--rounds 2] [--scale 1] [--list]
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { attacks } from './list.ts'
import { measure } from './measure.ts'
import { heading, line } from './report.ts'
import { startSystem } from './system.ts'

/**
 * The growth in memory that is allowed from round to round. A process grows during its first attacks, but must not grow
 * when the same attacks are repeated.
 */
const GROWTH_MB = 100
const USAGE =
  'Usage: npm run attack -- [NAME …] [--production] [--rounds 1 to 20] [--scale 0.1 to 10]; --list shows the names.'
const print = (text: string) => process.stdout.write(`${text}\n`)

function readArguments() {
  try {
    return parseArgs({
      options: {
        scale: { type: 'string', default: '1' },
        rounds: { type: 'string', default: '2' },
        list: { type: 'boolean', default: false },
        production: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
  } catch {
    process.stdout.write(`${USAGE}\n`)
    process.exit(1)
  }
}

const { values, positionals } = readArguments()

async function run(): Promise<number> {
  const [scale, rounds] = [Number(values.scale), Number(values.rounds)]
  const unknown = positionals.filter(name => !attacks.some(attack => attack.name === name))
  if (!(scale > 0 && scale <= 10) || !(rounds >= 1 && rounds <= 20) || unknown.length > 0) {
    print(USAGE)
    return 1
  }
  const named = attacks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const chosen = named.filter(({ notInProduction }) => !values.production || notInProduction === undefined)
  for (const { name, notInProduction } of named)
    if (values.production && notInProduction) print(`Not run in production: ${name} (${notInProduction}).`)
  const { system, stop } = await startSystem(scale, values.production ? 'production' : 'sandbox')
  let broken = 0
  try {
    if (!existsSync('/proc/self/status')) print('Memory is not measured: this system has no /proc.')
    print(heading())
    // The first calls of a new process are slow, and its memory still grows.
    for (let count = 0; count < 200; count++) await system.ask(AbortSignal.timeout(30_000))
    const afterRounds: number[] = []
    for (let round = 1; round <= rounds; round++) {
      print(`round ${round} of ${rounds}`)
      for (const attack of chosen) {
        const measurement = await measure(attack, system)
        if (measurement.broken.length > 0) broken += 1
        print(line(measurement))
      }
      afterRounds.push((await system.gatewayMb()) ?? 0)
    }
    const growth = (afterRounds.at(-1) ?? 0) - (afterRounds[0] ?? 0)
    print(
      `The gateway's memory from the first round to the last: ${Math.round(growth)} MB more; expected at most ${GROWTH_MB}.`,
    )
    if (growth > GROWTH_MB) broken += 1
  } finally {
    await stop()
  }
  print(broken === 0 ? '\nAll bounds hold.' : `\nAt least ${broken} limits are exceeded.`)
  return broken === 0 ? 0 : 1
}

if (values.list) for (const { name, kind } of attacks) print(`${name.padEnd(24)} ${kind}`)
else process.exitCode = await run()
