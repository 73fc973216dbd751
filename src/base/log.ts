import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import { describeError } from './describe-error.ts'

/**
 * Structured log: one JSON line an entry. Pass ids and counts; never a body, a header, a token or personal data. An error
 * passed as `err` is written without the data that it met.
 */
export type Log = Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

// The net under the rule above: should one of these ever be passed, it is not written.
const REDACTED = [
  'authorization',
  'password',
  'secret',
  'apiKey',
  'token',
  'body',
  'email',
  'name',
  'phone',
  'headers',
].flatMap(field => [field, `*.${field}`, `*.*.${field}`])

/** @param destination Takes each line; left out: standard output. */
export function createLog(options: { level: string; program: string }, destination?: DestinationStream): Log {
  const settings: LoggerOptions = {
    level: options.level,
    base: { program: options.program },
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
  }
  return destination ? pino(settings, destination) : pino(settings)
}
