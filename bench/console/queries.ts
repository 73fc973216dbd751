/** What the console asks for, and what of it is to be fast. */
export interface ConsoleQuery {
  readonly name: string
  readonly query: string
}

/** Ids and references of rows that there are. */
export interface KnownRows {
  readonly chargeId: string
  readonly agreementId: string
  readonly consumerId: string
  readonly requestId: string
  readonly now: Date
}

const DAY_MS = 86_400_000
const charge = `id reference status amount { value currency } provider paymentMethod createdAt needsAttention failure { code }
  consumer { id reference }`
const page = (nodes: string) => `nodes { ${nodes} } pageInfo { hasNextPage endCursor }`

export function consoleQueries({ chargeId, agreementId, consumerId, requestId, now }: KnownRows): ConsoleQuery[] {
  const back = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString()
  const charges = (name: string, filter: string) => ({
    name: `charges, ${name}`,
    query: `{ charges(first: 50${filter && `, filter: { ${filter} }`}) { ${page(charge)} } }`,
  })
  const overview = (name: string, days: number, parts: string) => ({
    name: `overview of ${days} days: ${name}`,
    query: `{ overview(from: "${back(days)}", to: "${now.toISOString()}", timeZone: "Europe/Berlin") { ${parts} } }`,
  })
  const search = (name: string, text: string) => ({
    name: `search by ${name}`,
    query: `{ search(text: "${text}") { matchedBy object { __typename id ... on Charge { ${charge} } } } }`,
  })
  const list = (field: string, filter: string, nodes: string) => ({
    name: filter === '' ? `${field}, first page` : `${field}, ${filter}`,
    query: `{ ${field}(first: 50${filter && `, filter: { ${filter} }`}) { ${page(nodes)} } }`,
  })
  const volume = 'volume { date currency captures captured { value } refunds refunded { value } }'
  const rates = 'successRates { provider paymentMethod charges succeeded failed open successRate }'
  const retries = 'retries { attemptNumber charges succeeded failed recovered { value currency } }'
  const declines = 'declines { provider code kind charges }'
  const unknown = 'unknownRequests { count oldestSentAt oldest { id } }'
  const webhooks = 'webhooks { provider received processed unmatched failed medianMs p95Ms maxMs }'
  const agreement = 'id reference status provider paymentMethod createdAt'
  const schedule = 'id reference status amount { value currency } nextChargeAt createdAt'
  const webhook = 'id provider type status receivedAt processedAt error subject { id }'
  return [
    charges('first page', ''),
    charges('a common status', 'status: [CAPTURED]'),
    charges('a rare status', 'status: [UNKNOWN]'),
    charges('a status that no charge has', 'status: [DISCARDED]'),
    charges('an operation’s status', 'operationStatus: [UNKNOWN]'),
    charges('an operation’s status that none has', 'operationStatus: [PENDING]'),
    charges('flagged', 'needsAttention: true'),
    charges('provider', 'provider: APS'),
    charges('currency', 'currency: "JPY"'),
    charges('a currency that none has', 'currency: "CHF"'),
    charges('reference', 'reference: "invoice-777777"'),
    charges('agreement', `agreementId: "${agreementId}"`),
    charges('consumer', `consumerId: "${consumerId}"`),
    charges('created before half a year ago', `createdBefore: "${back(182)}"`),
    charges('created on one day, half a year ago', `createdAfter: "${back(183)}", createdBefore: "${back(182)}"`),
    charges(
      'failed on one day, half a year ago',
      `status: [FAILED], createdAfter: "${back(183)}", createdBefore: "${back(182)}"`,
    ),
    charges('failed at one provider in one currency', 'status: [FAILED], provider: APS, currency: "AED"'),
    list('agreements', '', agreement),
    list('agreements', 'status: [FAILED]', agreement),
    list('schedules', '', schedule),
    list('schedules', 'status: [PAST_DUE]', schedule),
    list('consumers', '', 'id reference country createdAt'),
    list('consumers', 'country: "DE"', 'id reference country createdAt'),
    list('providerEvents', '', webhook),
    list('providerEvents', 'status: [FAILED]', webhook),
    list('providerEvents', 'status: [REJECTED]', webhook),
    list('providerEvents', 'provider: APS', webhook),
    list('providerEvents', 'type: "REFUND"', webhook),
    list('providerEvents', `subjectId: "${chargeId}"`, webhook),
    { name: 'events, the newest', query: '{ events(last: 50) { nodes { id type occurredAt } } }' },
    search('id', chargeId),
    search('reference', 'invoice-777777'),
    search('the provider’s id', 'payment-777777'),
    search('the reference of a request', requestId),
    search('a text that nothing has', 'nothing-like-it'),
    {
      name: 'needs attention',
      query: `{ needsAttention { kind count items { since reason object { __typename id } } } }`,
    },
    ...[30, 92].flatMap(days => [
      overview('volume', days, volume),
      overview('success rates and retries', days, `${rates} ${retries}`),
      overview('declines', days, declines),
      overview('unknown requests', days, unknown),
      overview('webhooks', days, webhooks),
      overview('all of it', days, [volume, rates, retries, declines, unknown, webhooks].join(' ')),
    ]),
  ]
}
