import type { IntervalUnit as Unit } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { IntervalUnit } from './enums.ts'

interface FrequencyShape {
  readonly interval: Unit
  readonly intervalCount: number
}

export const Frequency = builder.objectRef<FrequencyShape>('Frequency').implement({
  description: 'How often the consumer agreed to be charged: every intervalCount intervals.',
  fields: t => ({
    interval: t.expose('interval', { type: IntervalUnit, description: 'The span of one interval.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'How many intervals lie between two charges.' }),
  }),
})

// ── Agreement.frequency

builder.objectField('Agreement', 'frequency', t =>
  t.field({
    type: Frequency,
    nullable: true,
    description: 'How often the consumer agreed to be charged; null where nothing was agreed about it.',
    resolve: ({ intervalUnit, intervalCount }) =>
      intervalUnit === null || intervalCount === null ? null : { interval: intervalUnit, intervalCount },
  }),
)

// ── inputs

export const FrequencyInput = builder.inputType('FrequencyInput', {
  description: 'How often the consumer agrees to be charged: every intervalCount intervals.',
  fields: t => ({
    interval: t.field({ type: IntervalUnit, required: true, description: 'The span of one interval.' }),
    intervalCount: t.int({ description: 'How many intervals lie between two charges: 1 unless said, 1 or more.' }),
  }),
})
