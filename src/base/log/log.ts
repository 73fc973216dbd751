import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import { isRecord } from '../text/json.ts'
import { currentTraceId } from '../trace.ts'
import { describeError, kindOfError } from './describe-error.ts'
import { createRepeatLimit, cutData } from './limits.ts'

/**
 * Structured log: one JSON line per entry. Pass ids and counts; never a body, a header, a token or personal data. An
 * error passed as `err` is written without its data. Long texts are cut. Of lines with the same message and kind of
 * error from the same worker or route, only the first twenty in ten seconds are written; a last line has their number
 * as `repeated`, with the request and the error of the last of them.
 */
export type Log = Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

// A second line of defense for the rule above: these fields are never written.
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

/** info, warn, error. Somebody asked for `debug`, and `fatal` comes once. */
const LIMITED_LEVELS: ReadonlySet<number> = new Set([30, 40, 50])

/** @param destination Takes each line. Default: standard output. */
export function createLog(options: { level: string; program: string }, destination?: DestinationStream): Log {
  const mayWrite = createRepeatLimit()
  const settings: LoggerOptions = {
    level: options.level,
    base: { program: options.program },
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError },
    mixin: () => {
      const traceId = currentTraceId()
      return traceId === undefined ? {} : { traceId }
    },
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

/** The fields that say where a line comes from. */
function originIn(data: unknown): Origin {
  const given = new Map(Object.entries(isRecord(data) ? data : {}))
  return Object.fromEntries(originFields.filter(field => given.has(field)).map(field => [field, given.get(field)]))
}

/** Which lines count as the same. Different defects share a message, and one must not hide another. */
function keyOf(level: number, message: string, { worker, route, err }: Origin): string {
  return JSON.stringify([level, message, worker, route, err === undefined ? undefined : kindOfError(err)])
}
