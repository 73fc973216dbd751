import type { TracingConfig } from './config.ts'
import type { Variables } from './variables.ts'

/** OpenTelemetry's own variables. Undefined without an endpoint, or if they turn traces off. */
export function toTracing(values: Variables): TracingConfig | undefined {
  const endpoint = values.OTEL_EXPORTER_OTLP_ENDPOINT
  const sampler = values.OTEL_TRACES_SAMPLER
  if (endpoint === undefined || values.OTEL_SDK_DISABLED || sampler === 'always_off') return undefined
  return Object.freeze({
    endpoint,
    serviceName: values.OTEL_SERVICE_NAME,
    ratio: sampler.endsWith('traceidratio') ? values.OTEL_TRACES_SAMPLER_ARG : sampler.endsWith('_off') ? 0 : 1,
    followsParent: sampler.startsWith('parentbased_'),
  })
}
