// npm run new-provider -- NAME [--root DIR]
// Writes the first files of a provider's adapter and its conformance test, in which every case exists and fails.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeProvider } from './new-provider/files.ts'
import { providerNames } from './new-provider/names.ts'
import { remainingSteps } from './new-provider/steps.ts'

const USAGE = `Usage: npm run new-provider -- NAME [--root DIR]
NAME: 2 to 12 letters and digits in lower case, a letter first. Existing files are not changed.
--root is the project's folder: this one unless given.`

function readArguments() {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } })
    const names = positionals.length === 1 ? providerNames(positionals[0] ?? '') : undefined
    return names && { names, root: values.root ?? path.join(import.meta.dirname, '..') }
  } catch {
    return undefined
  }
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}

const { names, root } = readArguments() ?? refuse(USAGE)
const written = await writeProvider(names, root)
if (!written.ok) refuse(`${written.reason} Nothing was written.`)
const steps = remainingSteps(names).map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`)
process.stdout.write(`Written:
${written.files.map(file => `  ${file}`).join('\n')}

Every case of the conformance suite is there and fails: npx vitest run test/providers/${names.folder}

What is left, in order:
${steps.join('\n')}
`)
