// npm run check:licenses: checks in package-lock.json that every package that is installed for production has an
// allowed license.
import { readFile } from 'node:fs/promises'
import { packagesIn, refusedLicenses } from './license-check/licenses.ts'

const packages = packagesIn(await readFile('package-lock.json', 'utf8'))
const refused = refusedLicenses(packages)
if (refused.length > 0) {
  process.stderr.write(`${refused.join('\n')}\nAllowed licenses are listed in scripts/license-check/licenses.ts.\n`)
  process.exitCode = 1
} else process.stdout.write(`${packages.length} packages, all with an allowed license.\n`)
