import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { type Scope, scopes } from '../../../src/domain/access/scopes.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import { type Gateway, startGateway } from '../../scenarios/support/gateway.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { addStory, type Story } from './story.ts'

export const printed = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'))

export interface Party {
  readonly tenant: Tenant
  readonly story: Story
  /** A key with every scope. */
  readonly key: string
}

/** A gateway with an owner of objects, another merchant, and the owner's other mode. Each has a story of its own. */
export interface SweepWorld {
  readonly gateway: Gateway
  readonly owner: Party
  readonly stranger: Party
  readonly ownerLive: Party
  /** Another story of the owner. */
  newStory(): Promise<Story>
  /** A story of the owner that client tokens are for. */
  readonly ofTokens: Story
  /** A client token for the consumer of a story of the owner. */
  tokenFor(story: Story): Promise<{ readonly token: string; readonly tokenId: string }>
  keyOf(tenant: Tenant, scopes: readonly Scope[]): Promise<string>
  /** A key that was revoked before its first use. */
  revokedKeyOf(tenant: Tenant): Promise<string>
}

export async function startSweepWorld(): Promise<SweepWorld> {
  // Its requests select all that there is, one after the other.
  const quotas = { unknownKeysPerSecond: 1e6, operationsPerSecondOfToken: 1e6, operationsPerSecond: 1e6 }
  const gateway = await startGateway({}, { quotas: { ...quotas, valuesPerSecond: 1e9 } })
  const { deps, database } = gateway
  const callerOf = (tenant: Tenant) => ({ ...gateway.caller, tenant, scopes })
  const keyOf = (tenant: Tenant, held: readonly Scope[]) => gateway.keyFor({ ...callerOf(tenant), scopes: held })
  const party = async (tenant: Tenant): Promise<Party & { newStory(): Promise<Story> }> => {
    const key = await keyOf(tenant, scopes)
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT max(id) AS id FROM api_keys WHERE merchant_id = $1 AND mode = $2::mode',
      [tenant.merchantId, tenant.mode],
    )
    const newStory = () => addStory(deps, { ...callerOf(tenant), actor: rows[0]?.id ?? '' })
    return { tenant, key, newStory, story: await newStory() }
  }
  const owner = await party(gateway.caller.tenant)
  const ofTokens = await owner.newStory()
  const stranger = await party((await gateway.stranger()).tenant)
  const ownerLive = await party({ ...owner.tenant, mode: 'LIVE' })
  await untilReadable(database)
  return {
    gateway,
    owner,
    stranger,
    ownerLive,
    newStory: owner.newStory,
    ofTokens,
    async tokenFor({ ids }) {
      const query = `mutation ($id: ID!) { clientTokenCreate(input: { consumerId: $id, expiresInSeconds: 3600 }) {
        ... on ClientTokenCreatePayload { token tokenId } } }`
      const { text } = await send(gateway, owner.key, { query, variables: { id: ids['Consumer'] } })
      return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '').data.clientTokenCreate
    },
    keyOf,
    async revokedKeyOf(tenant) {
      const key = await keyOf(tenant, scopes)
      await database.pool.query(
        'UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT max(id) FROM api_keys WHERE merchant_id = $1)',
        [tenant.merchantId],
      )
      return key
    },
  }
}

export interface Answer {
  readonly status: number
  readonly text: string
  /** Of the request, without the search for its key, which is remembered, and without the tail's reading of the log. */
  readonly statements: readonly string[]
}

const ANY_REQUEST: readonly string[] = [
  ...['api-keys-find', 'client-tokens-find-valid', 'client-grant-named-rows', 'log-read-batch'],
  // Behind a request, and beside all of them.
  ...['api-key-note-use', 'provider-accounts-fingerprint', 'provider-account-versions', 'provider-accounts-by-ids'],
]

/** Sends an operation as a stream, so that every kind of operation can be sent. Waits for the end of the answer. */
export async function send(
  { graphqlUrl, database }: Gateway,
  credential: string | undefined,
  request: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
): Promise<Answer> {
  const statements: string[] = []
  const stop = database.onStatement(name => void statements.push(name))
  try {
    const response = await fetch(graphqlUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(20_000), // a subscription that was not refused has no end
    })
    const text = await response.text()
    return { status: response.status, text, statements: statements.filter(name => !ANY_REQUEST.includes(name)).sort() }
  } finally {
    stop()
  }
}
