/** The same query for both sides. */
export interface ReadQuery {
  readonly name: string
  /** The ids for its requests, one per request, in turn; undefined if it is always the same. */
  readonly of: 'charge' | 'agreement' | undefined
  readonly ours: string
  readonly theirs: string
  /** The lowest acceptable ratio. */
  readonly target: number | undefined
}

const plain = 'version status reference description paymentMethod captureMode providerReference createdAt'
const operation = 'id status providerReference createdAt'

export const readQueries: readonly ReadQuery[] = [
  {
    name: 'one charge by id, 9 plain fields',
    of: 'charge',
    ours: `query ($id: ID!) { charge(id: $id) { id ${plain} } }`,
    theirs: `query ($id: String!) { charge: chargeByRowId(rowId: $id) { id: rowId ${plain} } }`,
    target: 1.2,
  },
  {
    name: 'agreement → consumer, 10 charges → operations',
    of: 'agreement',
    ours: `query ($id: ID!) { agreement(id: $id) {
      id status paymentMethod reference createdAt
      consumer { id reference country createdAt }
      charges(first: 10) { nodes {
        id status reference createdAt amount { value currency }
        authorizations { ${operation} amount { value } } captures { ${operation} amount { value } } } } } }`,
    theirs: `query ($id: String!) { agreement: agreementByRowId(rowId: $id) {
      id: rowId status paymentMethod reference createdAt
      consumer: consumerByMerchantIdAndModeAndConsumerId { id: rowId reference country createdAt }
      charges: chargesByMerchantIdAndModeAndAgreementId(first: 10, orderBy: ROW_ID_DESC) { nodes {
        id: rowId status reference createdAt amount currency
        operations: chargeOperationsByMerchantIdAndModeAndChargeId { nodes { ${operation.replace('id', 'id: rowId')} amount kind } } } } } }`,
    target: 0.7,
  },
  {
    name: 'the newest 50 charges, 9 plain fields',
    of: undefined,
    ours: `{ charges(first: 50) { nodes { id ${plain} } pageInfo { hasNextPage endCursor } } }`,
    theirs: `{ charges: allCharges(first: 50, orderBy: ROW_ID_DESC) {
      nodes { id: rowId ${plain} } pageInfo { hasNextPage endCursor } } }`,
    target: 0.9,
  },
]

/**
 * Both sides' responses in one form, to be compared: the other side has amounts as strings, another time format,
 * operations in one list with their kind, and other cursors.
 */
export function comparable(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(comparable)
  if (typeof answer === 'string') return /^\d{4}-\d\d-\d\dT/.test(answer) ? new Date(answer).toISOString() : answer
  if (typeof answer !== 'object' || answer === null) return answer
  const { authorizations, captures, operations, amount, currency, kind: _kind, endCursor, ...rest } = answer as Fields
  const all = [...list(authorizations), ...list(captures), ...list((operations as Fields | undefined)?.['nodes'])]
  const money = typeof amount === 'object' && amount !== null ? (amount as Fields) : { value: amount, currency }
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, comparable(value)])),
    ...(amount === undefined ? {} : { amount: String(money['value']), currency: money['currency'] ?? null }),
    ...(all.length === 0 ? {} : { operations: all.map(comparable) }),
    ...(endCursor === undefined ? {} : { endCursor: typeof endCursor }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
