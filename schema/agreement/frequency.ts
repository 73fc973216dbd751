import type { IntervalUnit as Unit } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { IntervalUnit } from './enums.ts'

interface FrequencyShape {
  readonly interval: Unit
  readonly intervalCount: number
}

export const Frequency = builder.objectRef<FrequencyShape>('Frequency').implement({
  description:
    'How often the consumer agreed to be charged: every intervalCount × interval. Example: MONTH and 3 mean ' +
    'every three months.',
  fields: t => ({
    interval: t.expose('interval', { type: IntervalUnit, description: 'The unit of time.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'The number of units between two charges.' }),
  }),
})

// ── Agreement.frequency

builder.prismaObjectField('Agreement', 'frequency', t =>
  t.field({
    type: Frequency,
    nullable: true,
    description: 'How often the consumer agreed to be charged. Null if no frequency was agreed.',
    select: { intervalUnit: true, intervalCount: true },
    resolve: ({ intervalUnit, intervalCount }) =>
      intervalUnit === null || intervalCount === null ? null : { interval: intervalUnit, intervalCount },
  }),
)

// ── inputs

export const FrequencyInput = builder.inputType('FrequencyInput', {
  description:
    'How often the consumer agrees to be charged: every intervalCount × interval. Example: MONTH and 3 mean ' +
    'every three months.',
  fields: t => ({
    interval: t.field({ type: IntervalUnit, required: true, description: 'The unit of time.' }),
    intervalCount: t.int({ description: 'The number of units between two charges. At least 1. Default: 1.' }),
  }),
})
