import type { Difference, Evidence } from '../evidence.ts'

const operationMutations: readonly string[] = ['chargeCapture', 'chargeRefund', 'chargeVoid']

/** Each idempotency key made one object, and no object was made without one. */
export function compareKeys(evidence: Evidence): Difference[] {
  return [...compareAnswers(evidence), ...compareCharges(evidence), ...compareOperations(evidence)]
}

/** All responses under a key named the same object, and the key is bound to that one. */
function compareAnswers({ responses, rows }: Evidence): Difference[] {
  const bound = new Map(rows.keys.map(({ key, objectId }) => [key, objectId]))
  const named = [
    ...Array.from(responses.charges, ([key, { ids }]) => ({ key, ids, byKey: !responses.agreements.has(key) })),
    ...Array.from(responses.operations, ([key, { ids }]) => ({ key, ids, byKey: true })),
    ...Array.from(responses.agreements, ([key, ids]) => ({ key, ids, byKey: true })),
  ]
  return named.flatMap(({ key, ids, byKey }): Difference[] => {
    if (ids.size > 1)
      return [{ kind: 'double charge', what: `the responses under the key ${key} named ${[...ids].join(' and ')}` }]
    const [id] = ids
    if (id === undefined || !byKey || bound.get(key) === id) return []
    return [
      {
        kind: 'lost',
        what: `the response under the key ${key} named ${id}, and the key is bound to ${bound.get(key)}`,
      },
    ]
  })
}

/** There are as many charges as keys that make one, and each charge that a response named exists. */
function compareCharges({ responses, rows, charges }: Evidence): Difference[] {
  const present = new Set(charges.map(({ id }) => id))
  const byKey = new Set(rows.keys.flatMap(({ mutation, objectId }) => (mutation === 'chargeCreate' ? [objectId] : [])))
  const initial = new Set(
    [...responses.charges].flatMap(([key, { ids }]) => (responses.agreements.has(key) ? [...ids] : [])),
  )
  const agreementKeys = [...responses.charges.keys()].filter(key => responses.agreements.has(key)).length
  const unkeyed = charges.filter(({ id }) => !byKey.has(id) && !initial.has(id))
  // One whose first response never came is the initial charge of a key that we did send.
  const unanswered = agreementKeys - initial.size
  const surplus = unkeyed.slice(unanswered)
  const missing = [...responses.charges.values()].flatMap(({ ids }) => [...ids].filter(id => !present.has(id)))
  return [
    ...surplus.map(
      ({ id }): Difference => ({ kind: 'double charge', what: `${id} was made without a key of its own` }),
    ),
    ...missing.map((id): Difference => ({ kind: 'lost', what: `a response named ${id}, and it does not exist` })),
  ]
}

/**
 * One operation for each key, and no operation of ours without a key; only automatic captures are the provider's own.
 */
function compareOperations({ rows, charges }: Evidence): Difference[] {
  const byKey = new Set(
    rows.keys.flatMap(({ mutation, objectId }) => (operationMutations.includes(mutation) ? [objectId] : [])),
  )
  return charges.flatMap(({ id, captureMode, operations }) => {
    const movements = operations.filter(({ kind }) => kind !== 'AUTHORIZATION')
    const own = movements.filter(operation => !byKey.has(operation.id))
    const automatic = captureMode === 'AUTOMATIC' ? own.filter(({ kind }) => kind === 'CAPTURE').slice(0, 1) : []
    return own
      .filter(operation => !automatic.includes(operation))
      .map(({ id: operationId, kind, amount }): Difference => {
        return { kind: 'records', what: `${id}: nobody requested ${kind} ${operationId} of ${amount}` }
      })
  })
}
