import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import { isRecord } from '../text/json.ts'
import { describeError, kindOfError } from './describe-error.ts'
import { createRepeatLimit, cutData } from './limits.ts'

/**
 * Structured log: one JSON line an entry. Pass ids and counts; never a body, a header, a token or personal data. An error
 * passed as `err` is written without the data that it met. Long texts are cut. Of one message with the same kind of error from
 * the same worker or route, lines beyond the first twenty in ten seconds are counted: the count comes at the end, as `repeated`,
 * with what the last of them said of its request and its error.
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

/** info, warn, error. `debug` is asked for, and `fatal` comes once. */
const LIMITED_LEVELS: ReadonlySet<number> = new Set([30, 40, 50])

/** @param destination Takes each line; left out: standard output. */
export function createLog(options: { level: string; program: string }, destination?: DestinationStream): Log {
  const mayWrite = createRepeatLimit()
  const settings: LoggerOptions = {
    level: options.level,
    base: { program: options.program },
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }), log: cutData },
    hooks: {
      logMethod(args, method, level) {
        const message: unknown = args.findLast(argument => typeof argument === 'string')
        const isLimited = typeof message === 'string' && LIMITED_LEVELS.has(level)
        const origin = originIn(args[0])
        const writeCount = (repeated: number) => method.apply(this, [{ ...origin, repeated }, String(message)])
        if (!isLimited || mayWrite(keyOf(level, message, origin), writeCount)) method.apply(this, args)
      },
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

const originFields = ['requestId', 'worker', 'route', 'err'] as const
type Origin = { readonly [Field in (typeof originFields)[number]]?: unknown }

/** Where a line comes from. */
function originIn(data: unknown): Origin {
  const given = new Map(Object.entries(isRecord(data) ? data : {}))
  return Object.fromEntries(originFields.filter(field => given.has(field)).map(field => [field, given.get(field)]))
}

/** Which lines count as the same: the defects of all requests share a message, and one must not hide another. */
function keyOf(level: number, message: string, { worker, route, err }: Origin): string {
  return JSON.stringify([level, message, worker, route, err === undefined ? undefined : kindOfError(err)])
}
