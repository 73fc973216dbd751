import type { Difference, Evidence } from '../evidence/evidence.ts'

const operationMutations: readonly string[] = ['chargeCapture', 'chargeRefund', 'chargeVoid']

/** Checks that each idempotency key created one object, and that no object was created without one. */
export function compareKeys(evidence: Evidence): Difference[] {
  return [...compareAnswers(evidence), ...compareCharges(evidence), ...compareOperations(evidence)]
}

/** Checks that all responses for a key have the same object, and that the key is bound to it. */
function compareAnswers({ responses, rows }: Evidence): Difference[] {
  const bound = new Map(rows.keys.map(({ key, objectId }) => [key, objectId]))
  const named = [
    ...Array.from(responses.charges, ([key, { ids }]) => ({ key, ids, byKey: !responses.agreements.has(key) })),
    ...Array.from(responses.operations, ([key, { ids }]) => ({ key, ids, byKey: true })),
    ...Array.from(responses.agreements, ([key, ids]) => ({ key, ids, byKey: true })),
    ...Array.from(responses.schedules, ([key, { ids }]) => ({ key, ids, byKey: true })),
    ...Array.from(responses.retries, ([key, { ids }]) => ({ key, ids, byKey: true })),
  ]
  return named.flatMap(({ key, ids, byKey }): Difference[] => {
    if (ids.size > 1)
      return [
        {
          kind: 'double charge',
          what: `the responses to key ${key} contain different objects: ${[...ids].join(' and ')}`,
        },
      ]
    const [id] = ids
    if (id === undefined || !byKey || bound.get(key) === id) return []
    return [
      {
        kind: 'lost',
        what: `the response to key ${key} contains ${id}, but the key is bound to ${bound.get(key)}`,
      },
    ]
  })
}

/**
 * Checks that there are as many charges as keys that create one, those of occurrences excepted, and that each charge in a
 * response exists.
 */
function compareCharges({ responses, rows, charges, schedules }: Evidence): Difference[] {
  const present = new Set(charges.map(({ id }) => id))
  const byKey = new Set(rows.keys.flatMap(({ mutation, objectId }) => (mutation === 'chargeCreate' ? [objectId] : [])))
  const initial = new Set(
    [...responses.charges].flatMap(([key, { ids }]) => (responses.agreements.has(key) ? [...ids] : [])),
  )
  const agreementKeys = [...responses.charges.keys()].filter(key => responses.agreements.has(key)).length
  const scheduled = new Set(schedules.flatMap(({ occurrences }) => occurrences.flatMap(({ chargeIds }) => chargeIds)))
  const unkeyed = charges.filter(({ id }) => !byKey.has(id) && !initial.has(id) && !scheduled.has(id))
  // A charge without a response is the initial charge of a key that was sent.
  const unanswered = agreementKeys - initial.size
  const surplus = unkeyed.slice(unanswered)
  const missing = [...responses.charges.values(), ...responses.retries.values()].flatMap(({ ids }) =>
    [...ids].filter(id => !present.has(id)),
  )
  return [
    ...surplus.map(
      ({ id }): Difference => ({ kind: 'double charge', what: `${id} was created without an idempotency key` }),
    ),
    ...missing.map((id): Difference => ({ kind: 'lost', what: `a response contains ${id}, but it does not exist` })),
  ]
}

/**
 * Checks that there is one operation for each key, and no operation without a key, except automatic captures, which the
 * provider makes.
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
        return { kind: 'records', what: `${id}: no caller requested ${kind} ${operationId} of ${amount}` }
      })
  })
}
