import { SANDBOX_MERCHANT } from '../../../src/app/sandbox/merchant.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import type { Sandbox } from '../../../src/sandbox/server.ts'
import { pproAt } from '../../support/world/simulators.ts'
import type { StoryWorld } from '../../support/world/story.ts'
import { startTestApp, type TestApp } from './test-app.ts'

/** A whole gateway in this process with PPRO's simulator behind it, and the world for a story of its sandbox merchant. */
export async function startSandboxedApp(
  sandbox: Sandbox,
  options: Parameters<typeof startTestApp>[0] = {},
): Promise<{ app: TestApp; world: StoryWorld }> {
  const app = await startTestApp({ providers: pproAt(sandbox), ...options })
  sandbox.setWebhookUrl('PPRO', `${app.url}/webhooks/ppro`)
  const { rows } = await app.database.pool.query('SELECT id FROM merchants WHERE name = $1', [SANDBOX_MERCHANT])
  const caller = {
    tenant: { merchantId: String(rows[0].id), mode: 'TEST' },
    ...{ merchantName: SANDBOX_MERCHANT, actor: 'key_test', scopes: backendScopes },
  } as const
  return { app, world: { deps: app.deps, database: app.deps.database, sandbox, caller } }
}
