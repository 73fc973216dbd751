import { Icon } from '../../components/icon.tsx'
import { consumerOf } from '../../components/tables/charge-table.tsx'
import { methodOf } from '../../format/words.ts'
import type { SandboxPageQuery } from '../../generated/graphql.ts'

/** Agreements that wait for their consumer, each with the page that the consumer would see. */
export function ConsumerPages({ agreements }: { readonly agreements: SandboxPageQuery['agreements']['nodes'] }) {
  const waiting = agreements.flatMap(agreement => {
    const url = agreement.authenticationMethods.find(({ requestUrl }) => requestUrl !== null)?.requestUrl
    return url ? [{ ...agreement, url }] : []
  })
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>Consumers’ pages</h2>
      </div>
      <div className="panel-body form-panel">
        <p className="soft">Be the consumer: approve or decline on the provider’s page.</p>
        {waiting.length === 0 && <p className="faint">No agreement waits for its consumer.</p>}
        <ul className="rows">
          {waiting.map(agreement => (
            <li key={agreement.id} className="row-line">
              <span>{consumerOf(agreement)}</span>
              <span className="soft">{methodOf(agreement)}</span>
              <a href={agreement.url} target="_blank" rel="noopener noreferrer" className="button">
                Open
                <Icon name="outside" />
              </a>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
