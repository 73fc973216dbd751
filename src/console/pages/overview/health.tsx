import { Badge, type Tone } from '../../components/status-badge.tsx'
import { Ago } from '../../components/values.tsx'
import { formatSeconds } from '../../format/time.ts'
import type { OverviewQuery } from '../../generated/graphql.ts'
import { percent } from './data.ts'

type ProviderHealth = NonNullable<OverviewQuery['providers'][number]['health']>

/** Below this share of answered requests, a provider whose circuit is closed still needs a look. */
const USUAL_SHARE = 0.95

/** The last minutes, of this gateway process. */
export function Health({ providers }: { readonly providers: OverviewQuery['providers'] }) {
  const known = providers.filter(({ enabled, health }) => enabled && health !== null)
  return (
    <section className="panel wide">
      <div className="panel-head">
        <h2>Do the providers answer?</h2>
      </div>
      <div className="panel-body">
        {known.length === 0 && <p className="soft">No provider is set up for this key.</p>}
        <ul className="rows">
          {known.map(({ code, name, health }) => (
            <li key={code} className="health">
              <strong>{name}</strong>
              {health && (
                <>
                  <Badge {...stateOf(health)} />
                  <span className="soft small">
                    {health.successRate !== null && `${percent.format(health.successRate)} of requests answered`}
                    {health.p95LatencyMs !== null &&
                      ` · 95 of 100 within ${formatSeconds(health.p95LatencyMs / 1_000)}`}
                    {health.lastFailureAt && (
                      <>
                        {' '}
                        · last failure <Ago at={health.lastFailureAt} />
                      </>
                    )}
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function stateOf({ circuit, successRate }: ProviderHealth): { readonly tone: Tone; readonly text: string } {
  if (circuit === 'OPEN') return { tone: 'bad', text: 'Does not answer' }
  if (circuit === 'HALF_OPEN') return { tone: 'wait', text: 'Tried again' }
  if (successRate === null) return { tone: 'ended', text: 'No requests' }
  if (successRate < USUAL_SHARE) return { tone: 'wait', text: 'Some requests fail' }
  return { tone: 'good', text: 'Answers' }
}
