import { StatusBadge } from '../../components/status-badge.tsx'
import { Ago } from '../../components/values.tsx'
import { formatSeconds } from '../../format/time.ts'
import type { OverviewQuery } from '../../generated/graphql.ts'
import { percent } from './data.ts'

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
                  <StatusBadge status={health.circuit === 'CLOSED' ? 'ANSWERS' : health.circuit} />
                  <span className="soft small">
                    {health.successRate !== null && `${percent.format(health.successRate)} answered, `}
                    {health.p95LatencyMs !== null && `95 of 100 within ${formatSeconds(health.p95LatencyMs / 1_000)}`}
                    {health.lastFailureAt && (
                      <>
                        , last failure <Ago at={health.lastFailureAt} />
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
