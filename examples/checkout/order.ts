/** What the page shows of an order: its agreement, as a client token may read it. */
export interface Order {
  id: string
  status: string
  eventCursor: string
  paymentMethod: string
  authenticationMethods: { requestUrl: string }[]
  consumer: { name: string | null; email: string | null }
  instrument: { brand: string | null; last4: string | null } | null
  initialCharge: { status: string; failure: { consumerMessage: string } | null }
}

/** An event of the order's agreement or of its charge. */
export interface Change {
  eventCursor: string
  subject: Order | { agreement?: Order } | null
}

const fields = `fragment Order on Agreement {
  id status eventCursor paymentMethod consumer { name email } authenticationMethods { requestUrl }
  instrument { brand last4 } initialCharge { status failure { consumerMessage } }
}`

export const triesQuery = `query Tries($reference: String!) {
  agreements(first: 20, filter: { reference: $reference }) { nodes { ...Order } }
} ${fields}`

export const changesSubscription = `subscription Changes($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) {
    eventCursor
    subject { ... on Agreement { ...Order } ... on Charge { agreement { ...Order } } }
  }
} ${fields}`

/** The order after a change. */
export function orderOf({ subject }: Change): Order | undefined {
  return subject && 'id' in subject ? subject : subject?.agreement
}

export function stageOf({ initialCharge: { status }, authenticationMethods }: Order) {
  if (['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(status)) return 'paid'
  // Only these end without money. The agreement's status does not tell: it can be FAILED while its charge is open.
  if (['FAILED', 'DISCARDED', 'VOIDED'].includes(status)) return 'failed'
  return authenticationMethods.length > 0 ? 'approve' : 'confirm'
}

export const isSettled = (order: Order) => ['paid', 'failed'].includes(stageOf(order))
