import { Link } from '@tanstack/react-router'
import { everyOf, methodOf, wordsOf } from '../../format/words.ts'
import type { FoundObjectFragment } from '../../generated/graphql.ts'
import { StatusBadge } from '../status-badge.tsx'
import { Money, Name } from '../values.tsx'
import { pathOf } from './object-link.tsx'

/** The address of the page that shows an object, or what it belongs to. */
export function pageOfObject(object: FoundObjectFragment): string | undefined {
  switch (object.__typename) {
    case 'Authorization':
    case 'Capture':
    case 'Refund':
    case 'VoidOperation':
      return pathOf('Charge', object.charge.id)
    case 'Occurrence':
      return pathOf('Schedule', object.schedule.id)
    case 'Revocation':
      return pathOf('Agreement', object.agreement.id)
    case 'LogEvent':
      return object.subjectType && object.subjectId ? pathOf(object.subjectType, object.subjectId) : undefined
    case 'ProviderEvent':
      return `/provider-events?status=${object.eventStatus}`
    case 'WebhookEndpoint':
      return `/webhooks/${object.id}`
    case 'WebhookDelivery':
      return `/webhooks/${object.endpoint.id}`
    default:
      return pathOf(object.__typename, object.id)
  }
}

/** What an object is, in a few words that lead to its page. */
export function ObjectName({ object }: { readonly object: FoundObjectFragment }) {
  const to = pageOfObject(object)
  const words = <NameWords object={object} />
  if (to === undefined) return words
  const [path = '', query] = to.split('?')
  return (
    <Link to={path} search={query ? Object.fromEntries(new URLSearchParams(query)) : {}} className="row-link">
      {words}
    </Link>
  )
}

function NameWords({ object }: { readonly object: FoundObjectFragment }) {
  switch (object.__typename) {
    case 'Charge':
      return (
        <>
          Charge of <Money amount={object.amount} />
        </>
      )
    case 'Agreement':
      return <>Agreement, {methodOf(object)}</>
    case 'Schedule':
      return (
        <>
          Schedule, <Money amount={object.amount} /> {everyOf(object).toLowerCase()}
        </>
      )
    case 'Consumer':
      return <>Consumer {object.name}</>
    case 'ProviderEvent':
      return (
        <>
          Webhook {object.provider} <Name text={object.type ?? 'no type'} />
        </>
      )
    case 'WebhookEndpoint':
      return <>Webhook endpoint {object.url}</>
    default:
      return <>{wordsOf(object.__typename.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))}</>
  }
}

export function ObjectStatus({ object }: { readonly object: FoundObjectFragment }) {
  const status = statusOf(object)
  return status === undefined ? null : <StatusBadge status={status} />
}

function statusOf(object: FoundObjectFragment): string | undefined {
  switch (object.__typename) {
    case 'Charge':
      return object.chargeStatus
    case 'Agreement':
      return object.agreementStatus
    case 'Schedule':
      return object.scheduleStatus
    case 'ProviderEvent':
      return object.eventStatus
    case 'WebhookEndpoint':
      return object.endpointStatus
    default:
      return undefined
  }
}
