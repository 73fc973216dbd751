import fc from 'fast-check'
import { type Plan, plainPlans } from './plan.ts'
import { schedulePlans } from './schedule-plan.ts'

export const plans: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 1, arbitrary: plainPlans },
  { weight: 1, arbitrary: schedulePlans },
)

export function drawPlan(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 })
  if (plan === undefined) throw new Error('no plan was drawn')
  return plan
}
