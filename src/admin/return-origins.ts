import { StartupError } from '../base/log/startup-error.ts'
import { readReturnOrigins } from '../domain/merchant/return-origins.ts'
import { returnOriginsUpdate } from '../operations/merchant/return-origins.ts'
import { findReturnOrigins } from '../store/merchant/return-origins.ts'
import { type Command, done, modeOf, readWords, WrongUsage } from './command.ts'
import { withDatabase } from './open.ts'
import { operatorOf, tenantNamed } from './operator.ts'

const APPLICATION = 'perennial-admin-return-origins'
const ofMerchant = { merchant: { type: 'string' }, mode: { type: 'string' } } as const

const show: Command = {
  usage: 'return-origins show --merchant NAME --mode test|live',
  async run(words) {
    const { values } = readWords(words, ofMerchant)
    const mode = modeOf(values.mode)
    print(
      await withDatabase(APPLICATION, async ({ database }) =>
        findReturnOrigins(database, await tenantNamed(database, values.merchant, mode)),
      ),
    )
  },
}

const set: Command = {
  usage:
    'return-origins set --merchant NAME --mode test|live [--allow ORIGIN …|--clear]\n' +
    '    --allow replaces the whole list: name each origin. --clear allows every origin.',
  async run(words) {
    const { values } = readWords(words, {
      ...ofMerchant,
      allow: { type: 'string', multiple: true, default: [] },
      clear: { type: 'boolean', default: false },
    })
    const { merchant, allow, clear } = values
    const mode = modeOf(values.mode)
    if (clear === allow.length > 0) throw new WrongUsage('name either --allow or --clear')
    const read = readReturnOrigins(allow, mode)
    if (!read.ok) throw new StartupError(read.error.issues.map(({ message }) => `--allow: ${message}`).join('\n'))
    const { origins } = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const caller = operatorOf(await tenantNamed(database, merchant, mode), 'return-origins set', clock.now())
      return done(await returnOriginsUpdate({ database, clock }, caller, { origins: allow }))
    })
    print(origins)
  },
}

export const returnOriginCommands: Readonly<Record<string, Command>> = {
  'return-origins show': show,
  'return-origins set': set,
}

function print(origins: readonly string[]): void {
  process.stdout.write(origins.length > 0 ? `${origins.join('\n')}\n` : 'Every origin is allowed.\n')
}
