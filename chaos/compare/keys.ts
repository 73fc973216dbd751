import type { Difference, Evidence } from '../evidence.ts'

const operationMutations: readonly string[] = ['chargeCapture', 'chargeRefund', 'chargeVoid']

/** Each idempotency key made one thing, and nothing was made without one. */
export function compareKeys(evidence: Evidence): Difference[] {
  return [...compareAnswers(evidence), ...compareCharges(evidence), ...compareOperations(evidence)]
}

/** All answers under a key named the same object, and the key is bound to that one. */
function compareAnswers({ told, rows }: Evidence): Difference[] {
  const bound = new Map(rows.keys.map(({ key, objectId }) => [key, objectId]))
  const named = [
    ...Array.from(told.charges, ([key, { ids }]) => ({ key, ids, byKey: !told.agreements.has(key) })),
    ...Array.from(told.operations, ([key, { ids }]) => ({ key, ids, byKey: true })),
    ...Array.from(told.agreements, ([key, ids]) => ({ key, ids, byKey: true })),
  ]
  return named.flatMap(({ key, ids, byKey }): Difference[] => {
    if (ids.size > 1) return [{ kind: 'double charge', what: `the key ${key} was answered ${[...ids].join(' and ')}` }]
    const [id] = ids
    if (id === undefined || !byKey || bound.get(key) === id) return []
    return [{ kind: 'lost', what: `the key ${key} was answered ${id} and is bound to ${bound.get(key)}` }]
  })
}

/** There are as many charges as keys that make one, and each charge that an answer named is there. */
function compareCharges({ told, rows, charges }: Evidence): Difference[] {
  const present = new Set(charges.map(({ id }) => id))
  const byKey = new Set(rows.keys.flatMap(({ mutation, objectId }) => (mutation === 'chargeCreate' ? [objectId] : [])))
  const initial = new Set([...told.charges].flatMap(([key, { ids }]) => (told.agreements.has(key) ? [...ids] : [])))
  const agreementKeys = [...told.charges.keys()].filter(key => told.agreements.has(key)).length
  const unkeyed = charges.filter(({ id }) => !byKey.has(id) && !initial.has(id))
  // One whose first answer never came is the initial charge of a key that we did send.
  const unanswered = agreementKeys - initial.size
  const surplus = unkeyed.slice(unanswered)
  const missing = [...told.charges.values()].flatMap(({ ids }) => [...ids].filter(id => !present.has(id)))
  return [
    ...surplus.map(
      ({ id }): Difference => ({ kind: 'double charge', what: `${id} was made without a key of its own` }),
    ),
    ...missing.map((id): Difference => ({ kind: 'lost', what: `${id} was answered and is gone` })),
  ]
}

/** One operation for each key, and none of ours without; only an automatic capture is the provider's own. */
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
        return { kind: 'records', what: `${id}: nobody asked for ${kind} ${operationId} of ${amount}` }
      })
  })
}
