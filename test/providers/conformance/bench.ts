import { expect } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import type { PaymentMethodCapability } from '../../../src/domain/provider/capability.ts'
import type { Answer, CallRecord, StatusAnswer } from '../../../src/providers/port/outcome.ts'
import type {
  ProviderCommand,
  ProviderRequest,
  StatusQuery,
  WebhookNotice,
  WebhookReading,
} from '../../../src/providers/port/provider.ts'
import { requestOf } from '../support/commands.ts'
import { keepingLog, type LogLine } from '../support/log.ts'
import type { CloseableProvider, ConformanceHarness, Connection, MethodUnderTest, Simulation } from './harness.ts'
import { type Delivery, type Mailbox, openMailbox } from './mailbox.ts'
import { openRelay, type Relay } from './relay.ts'
import { SandboxControl } from './sandbox-control.ts'

export const deadline = { deadlineMs: 5_000 }

/** One row of the simulator's ledger, in minor units: what really happened. */
export interface LedgerRow {
  readonly id: string
  readonly amount: bigint
  readonly currency: string
  readonly status: string
  readonly captured: bigint
  readonly refunded: bigint
  readonly voided: bigint
}

interface Parts {
  readonly simulation: Simulation
  readonly provider: CloseableProvider
  readonly relay: Relay
  readonly mailbox: Mailbox
  readonly control: SandboxControl
  readonly lines: LogLine[]
  readonly calls: CallRecord[]
  readonly connect: (changes: Partial<Connection>) => CloseableProvider
}

/**
 * A provider's adapter between its simulator and the cases; it keeps all requests, responses, log lines and
 * notifications.
 */
export class Bench {
  readonly simulation: Simulation
  readonly provider: CloseableProvider
  readonly relay: Relay
  readonly mailbox: Mailbox
  readonly control: SandboxControl
  readonly lines: LogLine[]
  /** Of every call since the last reset. */
  readonly calls: CallRecord[]
  readonly #parts: Parts

  private constructor(parts: Parts) {
    this.#parts = parts
    this.simulation = parts.simulation
    this.provider = parts.provider
    this.relay = parts.relay
    this.mailbox = parts.mailbox
    this.control = parts.control
    this.lines = parts.lines
    this.calls = parts.calls
  }

  static async open(harness: ConformanceHarness): Promise<Bench> {
    const simulation = await harness.open()
    const mailbox = await openMailbox()
    simulation.setWebhookUrl(mailbox.url)
    const relay = await openRelay(simulation.sandboxUrl)
    const { log, lines } = keepingLog()
    const connect = (changes: Partial<Connection>) => simulation.connect({ origin: relay.origin, log, ...changes })
    const control = new SandboxControl(simulation.sandboxUrl, simulation.code)
    return new Bench({ simulation, relay, mailbox, control, lines, calls: [], provider: connect({}), connect })
  }

  /** The same bench with another payment method. */
  over(method: Partial<MethodUnderTest>): Bench {
    const { simulation } = this
    return new Bench({ ...this.#parts, simulation: { ...simulation, method: { ...simulation.method, ...method } } })
  }

  async reset(): Promise<void> {
    await this.control.reset()
    this.relay.reset()
    this.lines.length = 0
    this.calls.length = 0
  }

  async close(): Promise<void> {
    await this.provider.close()
    await this.simulation.close()
    await this.relay.close()
    await this.mailbox.close()
  }

  /** In the form of a provider request's id. */
  reference(): string {
    return newId('providerRequest', new Date())
  }

  get capability(): PaymentMethodCapability {
    const { paymentMethod } = this.simulation.method
    const capability = this.provider.capabilities.find(one => one.paymentMethod === paymentMethod)
    if (capability === undefined) throw new Error(`the provider does not list ${paymentMethod}`)
    return capability
  }

  /** @throws if the provider's formats refuse the command: a case that expects a request has a mistake. */
  prepare(command: ProviderCommand): ProviderRequest {
    return requestOf(this.provider.prepare(command))
  }

  async send(request: ProviderRequest, by: Pick<CloseableProvider, 'send'> = this.provider): Promise<Answer> {
    const answer = await by.send(request, deadline)
    this.calls.push(answer.call)
    return answer
  }

  async queryStatus(
    question: StatusQuery,
    by: Pick<CloseableProvider, 'queryStatus'> = this.provider,
  ): Promise<StatusAnswer> {
    const answer = await by.queryStatus(question, deadline)
    this.calls.push(answer.call)
    return answer
  }

  /** Works with another connection to the same simulator, closed again when the work is done. */
  async withConnection<T>(changes: Partial<Connection>, work: (other: CloseableProvider) => Promise<T>): Promise<T> {
    const other = this.#parts.connect(changes)
    try {
      return await work(other)
    } finally {
      await other.close()
    }
  }

  /** The ledger's only charge of this reference, or none. */
  async charged(sentReference: string): Promise<LedgerRow | undefined> {
    const rows = (await this.control.charges()).filter(({ reference }) => reference === sentReference)
    expect(rows.length, `charges with the reference ${sentReference}`).toBeLessThanOrEqual(1)
    const [row] = rows
    if (row === undefined) return undefined
    const { id, amount, currency, status, captured, refunded, voided } = row
    const sums = { captured: BigInt(captured), refunded: BigInt(refunded), voided: BigInt(voided) }
    return { id, amount: BigInt(amount), currency, status, ...sums }
  }

  /** All money that has moved in the provider's ledger: equal before and after what must not happen. */
  async moved(): Promise<readonly string[]> {
    const charges = await this.control.charges()
    return charges
      .filter(({ status }) => status !== 'FAILED')
      .map(charge => [charge.id, charge.amount, charge.captured, charge.refunded, charge.voided].join(' '))
  }

  /** The notifications delivered so far about an object, parsed. */
  readingsOf(isAbout: (notice: WebhookNotice) => boolean): readonly { delivery: Delivery; notice: WebhookNotice }[] {
    return this.mailbox.deliveries.flatMap(delivery => {
      const reading = this.receive(delivery)
      return reading.verdict === 'accepted' && isAbout(reading.notice) ? [{ delivery, notice: reading.notice }] : []
    })
  }

  receive(delivery: Delivery, by: Pick<CloseableProvider, 'receive'> = this.provider): WebhookReading {
    return by.receive({ ...delivery, receivedAt: new Date() })
  }
}
