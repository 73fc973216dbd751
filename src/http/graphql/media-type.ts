import { EVENT_STREAM } from './streams/event-stream.ts'

/** How an answer is written. */
export type AnswerType = 'application/graphql-response+json' | 'application/json'

interface Acceptable {
  /** The JSON form that the caller prefers; undefined if it takes none. */
  readonly json: AnswerType | undefined
  /** True if the caller takes a stream of events. */
  readonly stream: boolean
  /** True if it would rather have a stream than JSON. */
  readonly streamFirst: boolean
  /** True if it would rather have a page than any of them, as a browser does that opens the address. */
  readonly htmlFirst: boolean
}

const HTML = 'text/html'

const JSON_TYPES: ReadonlyMap<string, AnswerType> = new Map([
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json', 'application/json'],
  // Clients from before the specification, and those that take anything, expect plain JSON.
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
])

const remembered = new Map<string, Acceptable>()

/** What an Accept header takes; without one, plain JSON. */
export function acceptable(header = '*/*'): Acceptable {
  const known = remembered.get(header)
  if (known) return known
  const fresh = read(header)
  // Programs send few different ones; whoever sends many gets them read each time.
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
    .sort((a, b) => b.weight - a.weight) // stable: equals keep the order in which they were written
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

/** True if a body is JSON in UTF-8 and not compressed: what no form of another site can send unasked. */
export function isJsonBody(headers: { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined }) {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return false
  const type = headers['content-type']
  if (type === 'application/json') return true
  return type !== undefined && /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?;?$/i.test(type)
}
