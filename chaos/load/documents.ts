import { TypedDocumentString } from '../../src/client/index.ts'

export const SandboxClockDocument = new TypedDocumentString<
  { readonly clock: { readonly now: string } },
  Readonly<Record<string, never>>
>('query { clock { now } }')

export const SandboxClockAdvanceDocument = new TypedDocumentString<
  { readonly sandboxClockAdvance: { readonly __typename: string } },
  { readonly to: string }
>('mutation ($to: DateTime!) { sandboxClockAdvance(input: { to: $to }) { __typename } }')

export const ProviderReferenceDocument = new TypedDocumentString<
  { readonly agreement: { readonly providerReference: string | null } | null },
  { readonly id: string }
>('query ($id: ID!) { agreement(id: $id) { providerReference } }')
