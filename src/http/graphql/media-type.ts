import { EVENT_STREAM } from './streams/event-stream.ts'

/** The media type of a response. */
export type AnswerType = 'application/graphql-response+json' | 'application/json'

interface Acceptable {
  /** The JSON type that the caller prefers; undefined if it accepts none. */
  readonly json: AnswerType | undefined
  /** True if the caller accepts an event stream. */
  readonly stream: boolean
  /** True if the caller prefers a stream to JSON. */
  readonly streamFirst: boolean
  /** True if the caller prefers HTML, like a browser that opens the address. */
  readonly htmlFirst: boolean
}

const HTML = 'text/html'

const JSON_TYPES: ReadonlyMap<string, AnswerType> = new Map([
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json', 'application/json'],
  // Older clients and those that accept anything expect plain JSON.
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
])

const remembered = new Map<string, Acceptable>()

/** What an Accept header accepts; without one, plain JSON. Negotiator, the usual package, does not cache. */
export function acceptable(header = '*/*'): Acceptable {
  const known = remembered.get(header)
  if (known) return known
  const fresh = read(header)
  // Programs send few different headers, which are cached; others are parsed each time.
  if (remembered.size < 200) remembered.set(header, fresh)
  return fresh
}

function read(header: string): Acceptable {
  const ranges = header
    .split(',')
    .map(range => {
      const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
      const weight = parameters.find(parameter => parameter.startsWith('q='))?.slice(2)
      return { type, weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight) // stable: equal weights keep their order
  const json = ranges.map(({ type }) => JSON_TYPES.get(type)).find(type => type !== undefined)
  const stream = ranges.some(({ type }) => type === EVENT_STREAM)
  const first = ranges.findIndex(({ type }) => JSON_TYPES.has(type) || type === EVENT_STREAM)
  const html = ranges.findIndex(({ type }) => type === HTML)
  return {
    json,
    stream,
    streamFirst: ranges[first]?.type === EVENT_STREAM,
    htmlFirst: html >= 0 && (first < 0 || html < first),
  }
}

/** True if a body is uncompressed JSON in UTF-8. A form of another site cannot send that (CSRF). */
export function isJsonBody(headers: { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined }) {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return false
  const type = headers['content-type']
  if (type === 'application/json') return true
  return type !== undefined && /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?;?$/i.test(type)
}
