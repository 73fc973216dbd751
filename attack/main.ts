// npm run attack [-- NAME …] [--scale 1] [--list]
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { attacks } from './list.ts'
import { measure } from './measure.ts'
import { heading, line } from './report.ts'
import { startSystem } from './system.ts'

const { values, positionals } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, list: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const print = (text: string) => process.stdout.write(`${text}\n`)

async function run(): Promise<number> {
  const scale = Number(values.scale)
  const unknown = positionals.filter(name => !attacks.some(attack => attack.name === name))
  if (!(scale > 0 && scale <= 10) || unknown.length > 0) {
    print('Usage: npm run attack -- [NAME …] [--scale 0.1 to 10]; --list shows the names.')
    return 1
  }
  const chosen = attacks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const { system, stop } = await startSystem(scale)
  let broken = 0
  try {
    if (!existsSync('/proc/self/status')) print('Memory is not measured: this system has no /proc.')
    print(heading())
    // The first calls of a new process are slow, and its memory still grows.
    for (let count = 0; count < 200; count++) await system.ask(AbortSignal.timeout(30_000))
    for (const attack of chosen) {
      const measurement = await measure(attack, system)
      if (measurement.broken.length > 0) broken += 1
      print(line(measurement))
    }
  } finally {
    await stop()
  }
  print(broken === 0 ? '\nAll bounds hold.' : `\n${broken} of ${chosen.length} attacks broke a bound.`)
  return broken === 0 ? 0 : 1
}

if (values.list) for (const { name, kind } of attacks) print(`${name.padEnd(24)} ${kind}`)
else process.exitCode = await run()
