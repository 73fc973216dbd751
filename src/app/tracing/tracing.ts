import type * as OpenTelemetry from '@opentelemetry/api'
import type { ActiveSpan, NewSpan, Tracing } from '../../base/trace.ts'

type Api = typeof OpenTelemetry

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const notRecorded: ActiveSpan = { set() {} }

/** The gateway's spans on OpenTelemetry's interface. */
export function createTracing(api: Api, tracer: OpenTelemetry.Tracer): Tracing {
  const { context, trace, SpanKind, SpanStatusCode } = api
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }
  const sampled = () => {
    const span = trace.getActiveSpan()
    return span?.isRecording() ? span : undefined
  }
  return {
    async run<T>(begun: NewSpan, work: (span: ActiveSpan) => Promise<T>): Promise<T> {
      const within = trace.getActiveSpan()
      // Of a trace that is not sampled only its first span exists.
      if (within === undefined ? begun.onlyWithin === true : !within.isRecording()) return work(notRecorded)
      const parent = within ? context.active() : callersContext(api, begun.traceparent)
      const span = tracer.startSpan(
        begun.name,
        { kind: kinds[begun.kind], attributes: { ...begun.attributes } },
        parent,
      )
      try {
        return await context.with(trace.setSpan(parent, span), () =>
          work({ set: attributes => void span.setAttributes({ ...attributes }) }),
        )
      } catch (error) {
        // Without the error's message, which can quote data.
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    },
    traceId: () => sampled()?.spanContext().traceId,
  }
}

/** A header that is malformed begins a new trace, as the standard requires. */
function callersContext({ ROOT_CONTEXT, trace }: Api, traceparent: string | undefined): OpenTelemetry.Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
}
