import type { AgreementHistoryRow } from '../../src/store/reads/agreement-history.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { listOf } from '../list-size.ts'
import { AgreementStatus } from './enums.ts'

const AgreementStatusEntry = builder.objectRef<AgreementHistoryRow>('AgreementStatusEntry').implement({
  description: 'A status that an agreement came into.',
  fields: t => ({
    status: t.expose('status', { type: AgreementStatus, description: 'The status it came into.' }),
    source: t.expose('source', { type: EventSource, description: 'What brought it about.' }),
    failure: t.expose('failure', { type: 'Failure', nullable: true, description: 'Why, where it FAILED.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
})

// ── Agreement.history

builder.objectField('Agreement', 'history', t =>
  t.field({
    type: [AgreementStatusEntry],
    nullable: true,
    description: 'Every status it ever had, oldest first.',
    extensions: listOf(5),
    resolve: ({ id }, _args, { loaders }) => loaders.historyOfAgreement.load(id),
  }),
)
