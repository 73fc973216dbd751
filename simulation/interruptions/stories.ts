import type { Action, Plan } from '../workload/plan.ts'

interface Story {
  readonly name: string
  readonly plan: Plan
}

const agreed = { kind: 'agree', initial: true, manual: true, decision: 'approve', amount: 2_000 } as const
const told = (actions: readonly Action[]): Plan => ({ lanes: [actions.map(action => ({ afterMs: 2_000, action }))] })

/** What merchants do, once: all verbs of both manners of provider. */
export const stories: readonly Story[] = [
  {
    name: 'PPRO',
    plan: told([
      { ...agreed, provider: 'PPRO' },
      { kind: 'capture', of: 0, share: 50 },
      { kind: 'void', of: 0, share: 30 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
      { kind: 'refund', of: 1, share: 50 },
      { kind: 'revoke', of: 0 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
    ]),
  },
  {
    name: 'PPRO without a first charge',
    plan: told([
      { ...agreed, initial: false, provider: 'PPRO' },
      { kind: 'charge', of: 0, amount: 1_000, manual: true },
      { kind: 'capture', of: 0, share: 100 },
      { kind: 'refund', of: 0, share: 100 },
    ]),
  },
  {
    name: 'APS',
    plan: told([
      { ...agreed, provider: 'APS' },
      { kind: 'capture', of: 0, share: 30 },
      { kind: 'capture', of: 0, share: 30 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
      { kind: 'refund', of: 1, share: 50 },
      { kind: 'revoke', of: 0 },
    ]),
  },
]
