// A gateway for thousands of subscribers, in a process of its own.
import { createApp } from '../../src/app/create-app.ts'
import { newId } from '../../src/base/id.ts'
import { createLog } from '../../src/base/log/log.ts'
import { checkStart } from '../../src/config/check-start.ts'
import { backendScopes } from '../../src/domain/access/scopes.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { keepApiKey } from '../../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../../src/store/merchant/merchants.ts'
import { serveParent } from '../support/children.ts'
import { memoryNow } from '../support/memory.ts'
import { SUBSCRIBER_KEY } from './subscribed.ts'

export interface SocketGateway {
  readonly url: string
  readonly tenant: Tenant
}

async function start(): Promise<void> {
  const result = await checkStart(process.env)
  if (!result.ok) throw new Error(result.problems.map(({ name, message }) => `${name} ${message}`).join('\n'))
  const most = Number.MAX_SAFE_INTEGER
  // All subscribers come from one address here.
  const quotas = { connectionsOfAddress: most, socketsOfAddress: most, subscriptionsOfAddress: most }
  const log = createLog({ level: 'warn', program: 'gateway' })
  const app = await createApp(result.config, { log, http: { quotas } })
  const now = new Date()
  const tenant = await app.deps.database.transaction(async (sql): Promise<Tenant> => {
    const merchantId = await ensureMerchant(sql, { id: newId('merchant', now), name: 'Benchmark' }, now)
    await keepApiKey(sql, SUBSCRIBER_KEY, { tenant: { merchantId, mode: 'TEST' }, scopes: backendScopes, now })
    return { merchantId, mode: 'TEST' }
  })
  const methods = { subscriptions: () => openSubscriptions(app.url), memory: memoryNow }
  serveParent({ url: `${app.url.replace('http', 'ws')}/graphql`, tenant } satisfies SocketGateway, methods, app.stop)
}

async function openSubscriptions(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^perennial_subscriptions_open (\d+)/m.exec(text)?.[1])
}

if (import.meta.main) await start()
