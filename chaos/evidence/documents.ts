import { TypedDocumentString } from '../../src/client/index.ts'
import type { Provider } from '../plan/load-options.ts'
import type { ApiAgreement, LoggedEvent } from './evidence.ts'

export interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}
interface Value {
  readonly value: string
}
interface OperationNode {
  readonly id: string
  readonly status: string
  readonly amount: Value
  readonly failure: { readonly code: string } | null
}

export interface ChargeNode {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly provider: Provider
  readonly captureMode: 'AUTOMATIC' | 'MANUAL'
  readonly providerReference: string | null
  readonly needsAttention: boolean
  readonly failure: { readonly code: string } | null
  readonly agreement: { readonly id: string }
  readonly amount: Value & { readonly currency: string }
  readonly authorizedAmount: Value
  readonly capturedAmount: Value
  readonly refundedAmount: Value
  readonly voidedAmount: Value
  readonly authorizations: readonly OperationNode[]
  readonly captures: readonly OperationNode[]
  readonly refunds: readonly OperationNode[]
  readonly voids: readonly OperationNode[]
}

const operation = '{ id status amount { value } failure { code } }'

export const chargesDocument = new TypedDocumentString<
  { readonly charges: Page & { readonly nodes: readonly ChargeNode[] } },
  { readonly after: string | null }
>(`query ($after: String) {
  charges(first: 100, after: $after) {
    nodes {
      id version status provider captureMode providerReference needsAttention failure { code } agreement { id }
      amount { value currency } authorizedAmount { value } capturedAmount { value } refundedAmount { value }
      voidedAmount { value }
      authorizations ${operation} captures ${operation} refunds ${operation} voids ${operation}
    }
    pageInfo { hasNextPage endCursor }
  }
}`)

export const agreementsDocument = new TypedDocumentString<
  { readonly agreements: Page & { readonly nodes: readonly ApiAgreement[] } },
  { readonly after: string | null }
>(`query ($after: String) {
  agreements(first: 100, after: $after) {
    nodes { id version status provider providerReference needsAttention revocations { id status } }
    pageInfo { hasNextPage endCursor }
  }
}`)

export interface ScheduleNode {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly agreement: { readonly id: string }
  readonly occurrences: {
    readonly nodes: readonly {
      readonly id: string
      readonly index: number
      readonly dueAt: string
      readonly status: string
      readonly statusReason: string | null
      readonly amount: Value
      readonly charges: readonly { readonly id: string }[]
    }[]
  }
}

export const schedulesDocument = new TypedDocumentString<
  { readonly schedules: Page & { readonly nodes: readonly ScheduleNode[] } },
  { readonly after: string | null }
>(`query ($after: String) {
  schedules(first: 50, after: $after) {
    nodes {
      id version status agreement { id }
      occurrences(first: 10) { nodes { id index dueAt status statusReason amount { value } charges { id } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`)

export const logDocument = new TypedDocumentString<
  {
    readonly events: {
      readonly eventCursor: string
      readonly nodes: readonly LoggedEvent[]
      readonly pageInfo: { readonly hasNextPage: boolean }
    }
  },
  { readonly after: string }
>(`query ($after: EventCursor) {
  events(first: 100, after: $after) {
    eventCursor
    nodes { id type source subjectId version occurredAt data }
    pageInfo { hasNextPage }
  }
}`)
