import { expect } from 'vitest'
import type { WebhookNotice } from '../../../../src/providers/port/provider.ts'
import { until } from '../../../support/until.ts'
import { ChargeAccount } from '../accounts.ts'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, authorize, authorizesSeparately, charge, chargeCommand, operate } from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'
import type { Delivery } from '../mailbox.ts'

const isAbout = (account: ChargeAccount) => (notice: WebhookNotice) =>
  notice.subject.kind === 'charge' &&
  (notice.subject.sentReference === account.sentReference ||
    notice.subject.providerReference === account.providerReference)

/** Applies a notification as the gateway does: its report, then the result of a status query if it asks for one. */
async function tell(bench: Bench, account: ChargeAccount, { reports, ask }: WebhookNotice): Promise<void> {
  account.told(reports)
  if (ask) await askAboutCharge(bench, account)
}

/**
 * Accepts each notification once, as the gateway's inbox does: one with an event id by its id, one without each time it
 * comes.
 */
class Inbox {
  readonly #bench: Bench
  readonly #account: ChargeAccount
  readonly #known = new Set<string>()
  #looked = 0

  constructor(bench: Bench, account: ChargeAccount) {
    this.#bench = bench
    this.#account = account
  }

  async work(): Promise<void> {
    const readings = this.#bench.readingsOf(isAbout(this.#account))
    for (const { notice } of readings.slice(this.#looked)) {
      this.#looked++
      if (this.#known.has(notice.eventId) && notice.withoutEventId !== true) continue
      this.#known.add(notice.eventId)
      await tell(this.#bench, this.#account, notice)
    }
  }
}

/** A captured, refunded charge, and all its notifications. */
async function refundedCharge(bench: Bench) {
  const { account } = await charge(bench, await establish(bench))
  await operate(bench, account, 'refund', AMOUNT)
  return until('update of the refund', async () => {
    const heard = new ChargeAccount(account.amount, account.sentReference)
    const readings = bench.readingsOf(isAbout(account))
    for (const { notice } of readings) await tell(bench, heard, notice)
    return heard.status === 'REFUNDED' && { account, readings, heard }
  })
}

async function aDelivery(bench: Bench): Promise<Delivery> {
  const { account } = await charge(bench, await establish(bench))
  return until('update of the charge', () => bench.readingsOf(isAbout(account))[0]?.delivery)
}

export const webhooks: ConformanceTopic = {
  name: 'webhooks',
  cases: [
    {
      name: 'records from notifications alone equal the ledger',
      run: async bench => {
        const { heard } = await refundedCharge(bench)
        await expectBalanced(bench, heard, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'each a second time: the same event id, or without an event id; and nothing changes',
      run: async bench => {
        const { readings, heard } = await refundedCharge(bench)
        const { version } = heard.state.charge
        for (const { delivery, notice } of readings) {
          const again = bench.receive(delivery)
          expect(again).toMatchObject({ verdict: 'accepted', notice: { eventId: notice.eventId } })
          await tell(bench, heard, notice)
        }
        expect(heard.state.charge.version).toBe(version)
        await expectBalanced(bench, heard, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'different ones: different event ids, or without an event id',
      run: async bench => {
        const { readings } = await refundedCharge(bench)
        const named = readings.filter(({ notice }) => notice.withoutEventId !== true)
        expect(new Set(named.map(({ notice }) => notice.eventId)).size).toBe(named.length)
        expect(readings.length).toBeGreaterThan(1)
      },
    },
    {
      name: 'delivered twice by the provider: one effect',
      run: async bench => {
        await bench.control.faults(['duplicateWebhook'])
        const { readings, heard } = await refundedCharge(bench)
        const bodies = readings.map(({ delivery }) => Buffer.from(delivery.rawBody).toString('utf8'))
        expect(bodies.length).toBeGreaterThan(new Set(bodies).size)
        await expectBalanced(bench, heard, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'of two equal captures, the second after the first was processed: both are updates (or captures are never partial)',
      run: async bench => {
        const { capability } = bench
        if (!authorizesSeparately(bench) || !capability.partialCapture)
          return expect(capability.partialCapture && capability.separateCapture).toBe(false)
        const account = await authorize(bench)
        const heard = new ChargeAccount(account.amount, account.sentReference, account.state)
        const inbox = new Inbox(bench, heard)
        for (const captured of [400n, 800n]) {
          await operate(bench, account, 'capture', 400n)
          await until(`update of ${captured} captured`, async () => {
            await inbox.work()
            return heard.sums.captured === captured
          })
        }
        await expectBalanced(bench, heard, { captured: 800n })
      },
    },
    {
      name: 'in the wrong order: the same records (scenario 11)',
      run: async bench => {
        const { account, readings } = await refundedCharge(bench)
        const backwards = new ChargeAccount(account.amount, account.sentReference)
        for (const { notice } of readings.toReversed()) await tell(bench, backwards, notice)
        await expectBalanced(bench, backwards, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'before the response: found by our reference or its id, and the response changes nothing more (scenario 11)',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.faults(['webhookBeforeAnswer'])
        const command = chargeCommand(bench, agreement)
        const heard = new ChargeAccount(command.amount, command.sentReference)
        const answer = await bench.send(bench.prepare(command))
        const early = bench.readingsOf(({ subject }) => subject.sentReference === command.sentReference)
        expect(early.length).toBeGreaterThan(0)
        for (const { notice } of early) await tell(bench, heard, notice)
        expect(heard.status).toBe('CAPTURED')
        heard.hear(heard.sentReference, answer)
        await expectBalanced(bench, heard, { captured: AMOUNT })
      },
    },
    {
      name: 'parsed again later, from the stored bytes alone: the same notice',
      run: async bench => {
        const { readings } = await refundedCharge(bench)
        for (const { delivery, notice } of readings) expect(bench.provider.read(delivery.rawBody)).toEqual(notice)
        expect(readings.length).toBeGreaterThan(0)
      },
    },
    {
      name: 'tampered with: forged (scenario 13)',
      run: async bench => {
        const delivery = await aDelivery(bench)
        expect(bench.receive(bench.simulation.wire.webhooks.tamper(delivery)).verdict).toBe('forged')
        expect(bench.receive(delivery).verdict).toBe('accepted')
      },
    },
    {
      name: 'without a signature: forged (scenario 13)',
      run: async bench => {
        const delivery = await aDelivery(bench)
        expect(bench.receive(bench.simulation.wire.webhooks.withoutSignature(delivery)).verdict).toBe('forged')
      },
    },
    {
      name: 'signed with another secret: forged (scenario 13)',
      run: async bench => {
        const delivery = await aDelivery(bench)
        const verdict = await bench.withConnection(
          { strange: 'webhookSecret' },
          async other => bench.receive(delivery, other).verdict,
        )
        expect(verdict).toBe('forged')
      },
    },
    {
      name: 'the same values in other bytes: forged, or the same notice if the signature covers the values (scenario 13)',
      run: async bench => {
        const delivery = await aDelivery(bench)
        const { signatureOver, rewrite } = bench.simulation.wire.webhooks
        const other = rewrite(delivery)
        expect(Buffer.compare(other.rawBody, delivery.rawBody)).not.toBe(0)
        if (signatureOver === 'bytes') return expect(bench.receive(other).verdict).toBe('forged')
        expect(bench.receive(other)).toEqual(bench.receive(delivery))
      },
    },
    {
      name: 'any body: a verdict, never an exception',
      run: async bench => {
        const { headers } = await aDelivery(bench)
        for (const body of ['', '{', '[]', 'null', '{}', 'a=b&a=c', '\u0000', '\uD800', '{"signature":1}']) {
          const delivery = { headers, rawBody: Buffer.from(body) }
          expect([body, bench.receive(delivery).verdict]).toEqual([body, 'forged'])
          expect(() => bench.provider.read(delivery.rawBody)).not.toThrow()
        }
      },
    },
  ],
}
