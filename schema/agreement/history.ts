import type { AgreementHistoryRow } from '../../src/store/reads/agreement-history.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { listOf } from '../lists/sizes.ts'
import { AgreementStatus } from './enums.ts'

const AgreementStatusEntry = builder.objectRef<AgreementHistoryRow>('AgreementStatusEntry').implement({
  description: 'One status in the history of an agreement.',
  fields: t => ({
    status: t.expose('status', { type: AgreementStatus, description: 'The new status.' }),
    source: t.expose('source', { type: EventSource, description: 'What caused the change.' }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'The reason if status is FAILED. Otherwise null.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When the status changed.' }),
  }),
})

// ── Agreement.history

builder.prismaObjectField('Agreement', 'history', t =>
  t.field({
    type: [AgreementStatusEntry],
    nullable: true,
    description: 'Every status that the agreement has had, oldest first.',
    extensions: listOf(5),
    resolve: ({ id }, _args, { loaders }) => loaders.historyOfAgreement.load(id),
  }),
)
