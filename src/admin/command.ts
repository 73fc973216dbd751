import { type ParseArgsConfig, parseArgs } from 'node:util'
import { SANDBOX_MERCHANT } from '../app/sandbox/merchant.ts'
import { StartupError } from '../base/log/startup-error.ts'
import type { Mode } from '../domain/enums.ts'
import type { Result, UserErrorCode } from '../domain/input/user-error.ts'

/** One command of the operator: what to type, and what it does with the words after its name. */
export interface Command {
  readonly usage: string
  run(words: readonly string[]): Promise<void>
}

/** The command line is wrong: answered with the command's usage. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}

/** The options and the other words of a command line. */
export function readWords<Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
  positionals: 0 | 1 = 0,
) {
  try {
    const parsed = parseArgs({ args: [...words], options, allowPositionals: positionals > 0 })
    if (parsed.positionals.length === positionals) return parsed
  } catch (error) {
    throw new WrongUsage((error as Error).message)
  }
  throw new WrongUsage('an argument is missing, or there are too many')
}

const NAME_MAX = 200

/** A merchant's name, as it is typed. The sandbox's own merchant is configured and not typed. */
export function merchantNameOf(text: string | undefined): string {
  const name = text?.trim() ?? ''
  if (name === '' || name.length > NAME_MAX) throw new WrongUsage('--merchant is missing or too long')
  if (name === SANDBOX_MERCHANT)
    throw new StartupError(`The merchant "${SANDBOX_MERCHANT}" is the sandbox's own: its key is SANDBOX_API_KEY.`)
  return name
}

export function modeOf(text: string | undefined): Mode {
  if (text === 'test') return 'TEST'
  if (text === 'live') return 'LIVE'
  throw new WrongUsage('--mode must be test or live')
}

/** The payload of an operation. @throws StartupError with the reason of a refusal. */
export function done<Payload>(result: Result<Payload, UserErrorCode>): Payload {
  if (result.ok) return result.payload
  throw new StartupError(result.error.message)
}

/** Lines of equal columns, two spaces between them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

export function wholeNumberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new WrongUsage(`${name} must be a whole number`)
  return Number(text)
}
