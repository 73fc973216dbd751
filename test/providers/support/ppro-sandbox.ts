import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createPproProvider } from '../../../src/providers/ppro/provider.ts'
import type { Provider, ProviderCommand, WebhookNotice } from '../../../src/providers/provider.ts'
import { startSandbox } from '../../../src/sandbox/server.ts'
import { startReceiver } from '../../sandbox/support/receiver.ts'
import { identity, plainAgreement, reportOf, requestOf } from './commands.ts'
import { keepingLog } from './log.ts'

export const account = {
  apiKey: 'key_sandbox_canary',
  merchantId: 'merch_000000000000000000001',
  webhookSecret: 'secret-canary',
}
export const deadline = { deadlineMs: 5_000 }

interface LedgerCharge {
  readonly id: string
  readonly reference: string
  readonly agreementId: string
  readonly status: string
  readonly amount: number
  readonly captured: number
  readonly refunded: number
  readonly voided: number
}
interface Ledger {
  readonly agreements: readonly { readonly id: string; readonly reference: string; readonly status: string }[]
  readonly charges: readonly LedgerCharge[]
}
type Business<Command> = Command extends unknown ? Omit<Command, 'providerKey' | 'sentReference'> : never

/** PPRO's adapter in front of the simulator, whose ledger is the judge. */
export type PproSandbox = Awaited<ReturnType<typeof openPproSandbox>>

export async function openPproSandbox() {
  const { log, lines } = keepingLog()
  const dataDir = await mkdtemp(join(tmpdir(), 'perennial-ppro-'))
  const receiver = await startReceiver()
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    ppro: { ...account, webhookUrl: receiver.url },
  })
  const baseUrl = `${sandbox.url}/ppro`
  const provider: Provider & { close(): Promise<void> } = createPproProvider(
    { ...account, baseUrl, simulated: true },
    { log },
  )
  let sequence = 0

  const nextReference = () => `att_${String(++sequence).padStart(4, '0')}`

  async function control(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${sandbox.url}/control/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    expect(response.status).toBeLessThan(300)
    return response.json().catch(() => undefined)
  }

  const ledger = async () => (await control('ledger')) as Ledger

  function send(command: Business<ProviderCommand>, reference = nextReference()) {
    const request = requestOf(provider.prepare({ ...command, ...identity(reference) } as ProviderCommand))
    return provider.send(request, deadline)
  }

  async function approve(requestUrl: string | undefined): Promise<void> {
    const body = new URLSearchParams({ decision: 'approve' })
    const response = await fetch(requestUrl ?? '', { method: 'POST', body, redirect: 'manual' })
    expect(response.status).toBe(303)
  }

  return {
    provider,
    baseUrl,
    log,
    lines,
    nextReference,
    control,
    ledger,
    send,
    approve,
    chargesIn: async (reference: string) => (await ledger()).charges.filter(charge => charge.reference === reference),
    /** An Amazon Pay agreement to which the consumer has agreed; its id at PPRO. */
    activeAgreement: async (): Promise<string> => {
      const { providerReference, authenticationMethods } = reportOf(await send(plainAgreement), 'agreement')
      await approve(authenticationMethods?.[0]?.requestUrl)
      return providerReference ?? ''
    },
    /** What the provider makes of the webhooks about one object, once `type` has come. */
    noticesOf: async (subject: string, type: string): Promise<readonly WebhookNotice[]> => {
      const ofSubject = () => receiver.received.filter(webhook => webhook.event.subject === subject)
      await expect.poll(() => ofSubject().map(webhook => webhook.event.type)).toContain(type)
      return ofSubject().map(({ headers, raw }) => {
        const known = headers as Record<string, string | undefined>
        const reading = provider.receive({ headers: known, rawBody: Buffer.from(raw), receivedAt: new Date() })
        if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
        return reading.notice
      })
    },
    close: async () => {
      await provider.close()
      await sandbox.close()
      await receiver.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
