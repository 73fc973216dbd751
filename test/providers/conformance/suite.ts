import { afterAll, beforeEach, describe, test } from 'vitest'
import { Bench } from './bench.ts'
import type { ConformanceTopic } from './case.ts'
import { agreements } from './cases/agreements.ts'
import { amounts } from './cases/amounts.ts'
import { browserReturns } from './cases/browser-returns.ts'
import { captures } from './cases/captures.ts'
import { charges } from './cases/charges.ts'
import { echoes } from './cases/echoes.ts'
import { endings } from './cases/endings.ts'
import { lostAnswers } from './cases/lost/lost-answers.ts'
import { lostOperations } from './cases/lost/lost-operations.ts'
import { refusedConnections } from './cases/lost/refused-connections.ts'
import { undecided } from './cases/lost/undecided.ts'
import { refunds } from './cases/refunds.ts'
import { requests } from './cases/requests.ts'
import { idempotencySupport } from './cases/same-request.ts'
import { secrecy } from './cases/secrecy.ts'
import { textCases } from './cases/texts.ts'
import { voids } from './cases/voids.ts'
import { webhooks } from './cases/webhooks.ts'
import type { ConformanceHarness } from './harness.ts'

/** All requirements for a provider behind the port. */
export const conformanceTopics: readonly ConformanceTopic[] = [
  agreements,
  endings,
  charges,
  undecided,
  captures,
  voids,
  refunds,
  lostAnswers,
  lostOperations,
  idempotencySupport,
  refusedConnections,
  echoes,
  webhooks,
  browserReturns,
  amounts,
  requests,
  textCases,
  secrecy,
]

/**
 * Runs every case against one provider and its simulator. The first case opens the simulator: if that fails, each case
 * fails with the reason; none is skipped.
 */
export function describeConformance(harness: ConformanceHarness): void {
  describe(`${harness.name} conforms`, () => {
    let opening: Promise<Bench> | undefined
    const opened = () => (opening ??= Promise.resolve().then(() => Bench.open(harness)))

    beforeEach(async () => {
      await opened().then(
        bench => bench.reset(),
        () => undefined,
      )
    })
    afterAll(async () => {
      await opening?.then(
        bench => bench.close(),
        () => undefined,
      )
    })

    for (const { name, cases } of conformanceTopics)
      describe(name, () => {
        for (const one of cases) test(one.name, async () => one.run(await opened()))
      })
  })
}
