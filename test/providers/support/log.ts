import type { Log } from '../../../src/base/log/log.ts'

export interface LogLine {
  readonly level: string
  readonly fields: unknown
  readonly message: string | undefined
}

/** A log that keeps its entries. */
export function keepingLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at =
    (level: string) =>
    (fields: unknown, message?: string): void => {
      lines.push({ level, fields, message })
    }
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
  return { log: log as Log, lines }
}
