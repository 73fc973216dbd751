import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { Money } from '../src/base/money.ts'
import type { Json } from '../src/base/text/json.ts'
import type { AuthenticationMethod } from '../src/domain/agreement/authentication.ts'
import type { Failure } from '../src/domain/decline/failure.ts'
import type { InputIssue, UserError, UserErrorCode } from '../src/domain/input/user-error.ts'
import type { ProviderEntry } from '../src/providers/port/registry.ts'
import type { Instrument } from '../src/store/prisma/generated/client.ts'
import type PrismaTypes from '../src/store/prisma/generated/pothos.ts'
import { getDatamodel } from '../src/store/prisma/generated/pothos.ts'
import type {
  AgreementRow,
  ApiKeyRow,
  AuditEntryRow,
  ChargeOperationRow,
  ChargeRow,
  ConsumerRow,
  LoggedEventRow,
  OccurrenceRow,
  ProviderAccountRow,
  ProviderEventRow,
  RevocationRow,
  ScheduleRow,
  WebhookDeliveryRow,
  WebhookEndpointRow,
} from '../src/store/tables.ts'
import type { GraphContext } from './context.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './lists/sizes.ts'
import { typeNameOfId, typeNameOfNode } from './node-type.ts'
import { badUserInput } from './request-error.ts'
import './audit/audited-fields.ts'
import './plugins/client-view.ts'
import './plugins/no-null-ids.ts'
import './plugins/nullable-mutations.ts'
import './plugins/plain-columns.ts'
import './plugins/require-scope.ts'

/**
 * The types with which the graph is built. Graph types refer to each other by name, and each name is defined here once,
 * so that type files need not import each other.
 */
interface GraphTypes {
  Context: GraphContext
  PrismaTypes: Models
  // Nullability is as strict as in the database: a field is null only if it declares that.
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
    AuditEntry: AuditEntryRow
    AmountExceeded: ErrorOf<'AMOUNT_EXCEEDED'>
    AmountUnsupported: ErrorOf<'AMOUNT_UNSUPPORTED'>
    ApiKey: Omit<ApiKeyRow, 'hash'>
    AuthenticationMethod: AuthenticationMethod
    Authorization: ChargeOperationRow
    Capture: ChargeOperationRow
    Charge: ChargeRow
    Consumer: ConsumerRow
    Failure: Failure
    IdempotencyConflict: ErrorOf<'IDEMPOTENCY_CONFLICT'>
    IdempotencyInProgress: ErrorOf<'IDEMPOTENCY_IN_PROGRESS'>
    InputIssue: InputIssue
    Instrument: Omit<Instrument, 'encryptedToken'>
    InvalidInput: ErrorOf<'INVALID_INPUT'>
    InvalidState: ErrorOf<'INVALID_STATE'>
    LogEvent: LoggedEventRow
    Money: Money
    NotFound: ErrorOf<'NOT_FOUND'>
    Occurrence: OccurrenceRow
    Provider: ProviderEntry
    ProviderAccount: Omit<ProviderAccountRow, 'encryptedCredentials'>
    ProviderEvent: ProviderEventRow
    ProviderUnavailable: ErrorOf<'PROVIDER_UNAVAILABLE'>
    Refund: ChargeOperationRow
    Revocation: RevocationRow
    Schedule: ScheduleRow
    UnsupportedByProvider: ErrorOf<'UNSUPPORTED_BY_PROVIDER'>
    VoidOperation: ChargeOperationRow
    WebhookDelivery: WebhookDeliveryRow
    WebhookEndpoint: Omit<WebhookEndpointRow, 'encryptedSecrets'>
  }
  Interfaces: {
    ChangeEvent: LoggedEventRow
    ChargeOperation: ChargeOperationRow
    UserError: Pick<UserError, 'code' | 'message'>
    // The other fields are selected by the fields of the type: see versioned-node.ts.
    VersionedNode: Pick<ConsumerRow, 'id'>
  }
}

/** Prisma's models, with the types of their JSON columns. */
type Models = {
  [Name in keyof PrismaTypes]: Name extends keyof Rows ? WithShape<PrismaTypes[Name], Rows[Name]> : PrismaTypes[Name]
}
type WithShape<Model, Shape> = Omit<Model, 'Shape'> & { Shape: Shape }
interface Rows {
  Agreement: AgreementRow
  Charge: ChargeRow
  ChargeOperation: ChargeOperationRow
  Consumer: ConsumerRow
  Occurrence: OccurrenceRow
  ProviderEvent: ProviderEventRow
  Revocation: RevocationRow
  Schedule: ScheduleRow
  WebhookDelivery: WebhookDeliveryRow
}

type ErrorOf<Code extends UserErrorCode> = Extract<UserError, { readonly code: Code }>

export const builder = new SchemaBuilder<GraphTypes>({
  // The first one is outermost. Scopes are checked before anything of a field runs, except that what is refused is
  // recorded.
  plugins: [
    'auditedFields',
    'requireScope',
    RelayPlugin,
    'plainColumns',
    PrismaPlugin,
    'nullableMutations',
    'noNullIds',
    'clientView',
  ],
  defaultFieldNullability: false,
  prisma: { client: ({ prisma }) => prisma, dmmf: getDatamodel(), onUnusedQuery: 'error' },
  relay: {
    // The database's own ids, readable and with a prefix for the type.
    encodeGlobalID: (_type, id) => String(id),
    decodeGlobalID: id => ({ typename: typeNameOfId(id), id }),
    nodeQueryOptions: {
      scope: 'read',
      description: 'The object with this id. Null if no object with this id is visible to you.',
      args: { id: { description: 'The id of any object of this API.' } },
    },
    nodesQueryOptions: {
      scope: 'read',
      description: 'The objects with these ids, in the same order. Null for each id that is not visible to you.',
      args: { ids: { description: 'Ids of any objects of this API, at most 100.' } },
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > LARGEST_PAGE)
          throw badUserInput(
            ['ids'],
            'TOO_LONG',
            `Must have at most ${LARGEST_PAGE} entries, but has ${ids.length}. Split the ids into several requests.`,
          )
        return resolveNodes(ids)
      },
    },
    nodeTypeOptions: {
      description: 'An object with an id that node and nodes can fetch.',
      resolveType: value => typeNameOfNode(value as { readonly id?: string }),
    },
    idFieldOptions: {
      description:
        'The object’s id. Its prefix shows the type (con_…, agr_…, chg_…, sch_…). Ids sort by creation time.',
    },
    pageInfoTypeOptions: { description: 'The position of a page in its list.' },
    hasNextPageFieldOptions: { description: 'true: the list has more entries after this page.' },
    hasPreviousPageFieldOptions: { description: 'true: the list has more entries before this page.' },
    startCursorFieldOptions: {
      description:
        'The cursor of the first edge, for the before argument. Null if the page is empty (except in ' +
        'LogEventConnection).',
    },
    endCursorFieldOptions: {
      description:
        'The cursor of the last edge, for the after argument. Null if the page is empty (except in ' +
        'LogEventConnection).',
    },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The objects of this page, each with its cursor.',
    },
    nodesOnConnection: { description: 'The objects of this page, without cursors.' },
    pageInfoFieldOptions: { description: 'Whether there are more pages, and the cursors to fetch them.' },
    cursorFieldOptions: { description: 'The opaque position of this edge in the list. Use it as after or before.' },
    nodeFieldOptions: { description: 'The object.' },
    firstArgOptions: {
      description: `Return at most this many entries from the start, 0 to ${LARGEST_PAGE}. Default: ${PAGE_SIZE} if last is not given.`,
    },
    afterArgOptions: { description: 'Return only entries after this cursor. Null is the same as omitting it.' },
    lastArgOptions: { description: `Return at most this many entries from the end, 0 to ${LARGEST_PAGE}.` },
    beforeArgOptions: { description: 'Return only entries before this cursor. Null is the same as omitting it.' },
  },
})

builder.queryType({
  description:
    'All reads. You see only data of your merchant and your key’s mode (TEST or LIVE); a client token sees only the ' +
    'objects that it was granted. For all other objects, the API answers as if they did not exist. Lists are newest ' +
    'first, with 20 entries by default and at most 100. Invalid arguments fail with extensions.code BAD_USER_INPUT; ' +
    'extensions.issues lists every problem, in the shape of InvalidInput.issues.',
})

builder.mutationType({
  description:
    'All writes. A client token can run none of them: they fail with FORBIDDEN. Expected failures are members of the result union. A mutation with an idempotencyKey is safe to ' +
    'repeat with the same key. A mutation without one returns its payload if the requested state is already ' +
    'reached. A field is null only after an unexpected error, whose path names the field; other fields of the ' +
    'request are not affected.',
})
