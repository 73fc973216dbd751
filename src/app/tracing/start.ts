import { within } from '../../base/time/within.ts'
import { setTracing } from '../../base/trace.ts'
import type { TracingConfig } from '../../config/config.ts'
import { createTracing } from './tracing.ts'

/** Spans that wait to be sent; more are dropped. */
const MOST_WAITING = 2_048
const EXPORT_MS = 5_000
/** A stop does not wait longer for a collector. */
const STOP_MS = 1_000
const LONGEST_VALUE = 200

/**
 * Sends traces to an OpenTelemetry collector. A collector that is slow or dead costs dropped spans and nothing else.
 * OpenTelemetry's libraries are loaded only here, so that a process without traces starts without them.
 *
 * @returns Sends what waits, and stops.
 */
export async function startTracing(config: TracingConfig): Promise<() => Promise<void>> {
  const [api, sdk, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const ratio = new sdk.TraceIdRatioBasedSampler(config.ratio)
  const exporter = new OTLPTraceExporter({ url: `${config.endpoint}/v1/traces`, timeoutMillis: EXPORT_MS })
  const limits = { maxQueueSize: MOST_WAITING, exportTimeoutMillis: EXPORT_MS }
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.serviceName }),
    sampler: config.followsParent ? new sdk.ParentBasedSampler({ root: ratio }) : ratio,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, ...limits })],
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
  })
  const contexts = new AsyncLocalStorageContextManager()
  contexts.enable()
  api.context.setGlobalContextManager(contexts)
  setTracing(createTracing(api, provider.getTracer('perennial')))
  return async () => {
    setTracing(undefined)
    await within(STOP_MS, provider.shutdown()).catch(() => {})
    api.context.disable()
  }
}
