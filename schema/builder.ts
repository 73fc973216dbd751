import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { Money } from '../src/base/money.ts'
import type { Json } from '../src/base/text/json.ts'
import type { AuthenticationMethod } from '../src/domain/agreement/authentication.ts'
import type { Failure } from '../src/domain/decline/failure.ts'
import type { InputIssue, UserError, UserErrorCode } from '../src/domain/input/user-error.ts'
import type { ProviderEntry } from '../src/providers/port/registry.ts'
import type PrismaTypes from '../src/store/prisma/generated/pothos.ts'
import { getDatamodel } from '../src/store/prisma/generated/pothos.ts'
import type { ShownInstrumentRow } from '../src/store/reads/instruments-by-ids.ts'
import type { ShownProviderEventRow } from '../src/store/reads/provider-event.ts'
import type { AgreementRow } from '../src/store/tables/agreement.ts'
import type { ChargeRow } from '../src/store/tables/charge.ts'
import type { ChargeOperationRow } from '../src/store/tables/charge-operation.ts'
import type { ConsumerRow } from '../src/store/tables/consumer.ts'
import type { LoggedEventRow } from '../src/store/tables/event.ts'
import type { OccurrenceRow } from '../src/store/tables/occurrence.ts'
import type { RevocationRow } from '../src/store/tables/revocation.ts'
import type { ScheduleRow } from '../src/store/tables/schedule.ts'
import type { GraphContext } from './context.ts'
import { typeNameOfNode } from './node-type.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './sizes.ts'
import './no-null-ids.ts'
import './nullable-mutations.ts'

/**
 * What the graph is made with. Types refer to each other by name, and what stands behind each name is said here once,
 * so that type files need not import each other.
 */
interface GraphTypes {
  Context: GraphContext
  PrismaTypes: PrismaTypes
  // As strict as the database: a field is null only where it says so.
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    Date: { Input: string; Output: string }
    LocalTime: { Input: string; Output: string }
    TimeZone: { Input: string; Output: string }
    MinorUnits: { Input: bigint; Output: bigint }
    CurrencyCode: { Input: string; Output: string }
    CountryCode: { Input: string; Output: string }
    URL: { Input: string; Output: string }
    JSON: { Input: unknown; Output: Json }
    EventCursor: { Input: string; Output: string }
  }
  Objects: {
    Agreement: AgreementRow
    AmountExceeded: ErrorOf<'AMOUNT_EXCEEDED'>
    AmountUnsupported: ErrorOf<'AMOUNT_UNSUPPORTED'>
    AuthenticationMethod: AuthenticationMethod
    Authorization: ChargeOperationRow
    Capture: ChargeOperationRow
    Charge: ChargeRow
    Consumer: ConsumerRow
    Failure: Failure
    IdempotencyConflict: ErrorOf<'IDEMPOTENCY_CONFLICT'>
    IdempotencyInProgress: ErrorOf<'IDEMPOTENCY_IN_PROGRESS'>
    InputIssue: InputIssue
    Instrument: ShownInstrumentRow
    InvalidInput: ErrorOf<'INVALID_INPUT'>
    InvalidState: ErrorOf<'INVALID_STATE'>
    LogEvent: LoggedEventRow
    Money: Money
    NotFound: ErrorOf<'NOT_FOUND'>
    Occurrence: OccurrenceRow
    Provider: ProviderEntry
    ProviderEvent: ShownProviderEventRow
    ProviderUnavailable: ErrorOf<'PROVIDER_UNAVAILABLE'>
    Refund: ChargeOperationRow
    Revocation: RevocationRow
    Schedule: ScheduleRow
    UnsupportedByProvider: ErrorOf<'UNSUPPORTED_BY_PROVIDER'>
    VoidOperation: ChargeOperationRow
  }
  Interfaces: {
    ChangeEvent: LoggedEventRow
    ChargeOperation: ChargeOperationRow
    UserError: Pick<UserError, 'code' | 'message'>
    VersionedNode: Pick<ConsumerRow, 'id' | 'version' | 'snapshotXmin' | 'createdAt' | 'updatedAt'>
  }
}

type ErrorOf<Code extends UserErrorCode> = Extract<UserError, { readonly code: Code }>

export const builder = new SchemaBuilder<GraphTypes>({
  plugins: [RelayPlugin, PrismaPlugin, 'nullableMutations', 'noNullIds'],
  defaultFieldNullability: false,
  prisma: { client: ({ prisma }) => prisma, dmmf: getDatamodel(), onUnusedQuery: 'error' },
  relay: {
    // Ids are the database's own, readable and typed by their prefix: schema/node.ts routes them.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: {
      description: 'Anything with an id that `node` and `nodes` can fetch again.',
      resolveType: value => typeNameOfNode(value as { readonly id?: string }),
    },
    idFieldOptions: {
      description: 'Typed, readable and time-ordered, e.g. con_…, agr_…, chg_…, sch_…: the prefix tells the type.',
    },
    pageInfoTypeOptions: { description: 'Where a page of a list stands in the whole.' },
    hasNextPageFieldOptions: { description: 'True where the list goes on after this page.' },
    hasPreviousPageFieldOptions: { description: 'True where there is more of the list before this page.' },
    startCursorFieldOptions: {
      description:
        'The first edge’s cursor, for `before`. Null if the page is empty, with one exception: see LogEventConnection.',
    },
    endCursorFieldOptions: {
      description:
        'The last edge’s cursor, for `after`. Null if the page is empty, with one exception: see LogEventConnection.',
    },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The page, each object with its cursor.',
    },
    nodesOnConnection: { description: 'The page, objects only.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and from where.' },
    cursorFieldOptions: { description: 'Opaque place of this edge in the list, for `after` and `before`.' },
    nodeFieldOptions: { description: 'The object.' },
    firstArgOptions: {
      description: `At most this many from the start, 0 to ${LARGEST_PAGE}. Default: ${PAGE_SIZE}, where \`last\` is not given.`,
    },
    afterArgOptions: { description: 'Only what comes after this edge’s cursor. Null is the same as left out.' },
    lastArgOptions: { description: `At most this many from the end, 0 to ${LARGEST_PAGE}.` },
    beforeArgOptions: { description: 'Only what comes before this edge’s cursor. Null is the same as left out.' },
  },
})

builder.queryType({
  description:
    'Reads. Everything is seen from the caller’s merchant and key mode: what belongs to another is as if it did not exist. ' +
    'Lists are newest first, 20 unless asked, 100 at most. An argument that cannot be accepted is an error with extensions.code ' +
    'BAD_USER_INPUT; extensions.issues says where and why, in the form of InvalidInput.issues.',
})

builder.mutationType({
  description:
    'Writes. Every expected failure is a member of the result. A mutation with an idempotencyKey is safe to repeat under it; one ' +
    'without answers its payload where the state asked for is already reached. A field is null only where it failed with an ' +
    'unexpected error, whose path names it; the other fields of the same request have their answers.',
})
