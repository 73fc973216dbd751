/** Attributes of a span: the gateway's own words and ids, never a body, a header, a secret or personal data. */
export type SpanAttributes = Readonly<Record<string, string | number>>

export interface NewSpan {
  /** One of few: a trace is found by it. */
  readonly name: string
  readonly kind: 'server' | 'client' | 'internal'
  readonly attributes?: SpanAttributes
  /** The caller's W3C header, for a span that begins a trace here. */
  readonly traceparent?: string | undefined
  /** True for a span that is of interest only as a part of another one. */
  readonly onlyWithin?: boolean
}

export interface ActiveSpan {
  set(attributes: SpanAttributes): void
}

/** What traces a process, if it is traced. */
export interface Tracing {
  run<T>(span: NewSpan, work: (span: ActiveSpan) => Promise<T>): Promise<T>
  /** Undefined outside of a span that is sampled. */
  traceId(): string | undefined
}

let tracing: Tracing | undefined

/** One for each process, like the process's output. Undefined: nothing is traced. */
export function setTracing(next: Tracing | undefined): void {
  tracing = next
}

const notTraced: ActiveSpan = { set() {} }

/**
 * Runs work in a span. If the process is not traced, no span is made and `begin` is not called.
 */
export function inSpan<T>(begin: () => NewSpan, work: (span: ActiveSpan) => Promise<T>): Promise<T> {
  return tracing === undefined ? work(notTraced) : tracing.run(begin(), work)
}

export function currentTraceId(): string | undefined {
  return tracing?.traceId()
}
