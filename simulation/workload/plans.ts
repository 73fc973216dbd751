import fc from 'fast-check'
import { type Plan, plainPlans } from './plan.ts'
import { schedulePlans } from './schedule-plan.ts'

export const plans: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 2, arbitrary: plainPlans },
  // Without a bias in the draws. Otherwise a draw of many small numbers would mostly choose the first item of every
  // list.
  { weight: 3, arbitrary: fc.noBias(schedulePlans) },
)

export function drawPlan(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 })
  if (plan === undefined) throw new Error('no plan was drawn')
  return plan
}
