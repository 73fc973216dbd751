import { useRouteContext } from '@tanstack/react-router'
import type { Amount } from '../../../client/money/index.ts'
import { Action } from '../../components/forms/action.tsx'
import { AmountField, readAmount } from '../../components/forms/amount-field.tsx'
import { ReasonField, readReason } from '../../components/forms/reason-field.tsx'
import { api } from '../../data/api.ts'
import type { Pending } from '../../data/pending.ts'
import {
  type ChargePageQuery,
  ConsoleCaptureDocument,
  ConsoleRefundDocument,
  ConsoleSyncDocument,
  ConsoleVoidDocument,
} from '../../generated/graphql.ts'

type Charge = NonNullable<ChargePageQuery['charge']>

/** What can be done with the charge now, with the scopes of this session. */
export function ChargeActions({ charge }: { readonly charge: Charge }) {
  const { viewer } = useRouteContext({ from: '/shell' })
  const may = (scope: string) => viewer.scopes.includes(scope)
  const has = ({ value }: Amount) => BigInt(value) > 0n
  return (
    <>
      {may('charge') && has(charge.capturableAmount) && <Capture charge={charge} />}
      {may('refund') && has(charge.refundableAmount) && <Refund charge={charge} />}
      {may('charge') && has(charge.capturableAmount) && <Void charge={charge} />}
      {may('charge') && <Sync charge={charge} />}
    </>
  )
}

interface MoneyInput {
  readonly value: string
  readonly reason?: string
}

/** The input of a mutation that moves money of this charge. */
function inputOf({ id, amount }: Charge, { idempotencyKey, input }: Pending<MoneyInput>) {
  return { idempotencyKey, chargeId: id, amount: { value: input.value, currency: amount.currency } }
}

function Capture({ charge }: { readonly charge: Charge }) {
  const available = charge.capturableAmount
  return (
    <Action<MoneyInput>
      name={`capture:${charge.id}`}
      label="Capture"
      title="Capture this charge?"
      done="The capture was sent"
      fields={kept => <AmountField available={available} kept={kept?.value} />}
      read={form => readAmount(form, available)}
      send={async pending =>
        (await api.request(ConsoleCaptureDocument, { input: inputOf(charge, pending) })).chargeCapture
      }
    >
      The consumer pays this amount. What you do not capture stays authorized.
    </Action>
  )
}

function Refund({ charge }: { readonly charge: Charge }) {
  const available = charge.refundableAmount
  return (
    <Action<MoneyInput>
      name={`refund:${charge.id}`}
      label="Refund"
      title="Refund this charge?"
      done="The refund was sent"
      isDanger
      fields={kept => (
        <>
          <AmountField available={available} kept={kept?.value} />
          <ReasonField kept={kept} />
        </>
      )}
      read={form => {
        const amount = readAmount(form, available)
        return typeof amount === 'string' ? amount : { ...amount, ...readReason(form) }
      }}
      send={async pending => {
        const { reason } = pending.input
        const input = { ...inputOf(charge, pending), ...(reason && { reason }) }
        return (await api.request(ConsoleRefundDocument, { input })).chargeRefund
      }}
    >
      {charge.consumer.name ?? 'The consumer'} gets the money back. A refund cannot be taken back.
    </Action>
  )
}

function Void({ charge }: { readonly charge: Charge }) {
  const available = charge.capturableAmount
  return (
    <Action<MoneyInput>
      name={`void:${charge.id}`}
      label="Void"
      title="Void this authorization?"
      done="The void was sent"
      isDanger
      fields={kept => <AmountField available={available} kept={kept?.value} />}
      read={form => readAmount(form, available)}
      send={async pending => (await api.request(ConsoleVoidDocument, { input: inputOf(charge, pending) })).chargeVoid}
    >
      The amount is released, and can no longer be captured.
    </Action>
  )
}

function Sync({ charge }: { readonly charge: Charge }) {
  return (
    <Action
      name={`sync:${charge.id}`}
      label="Sync"
      title="Query the provider now?"
      confirm="Query"
      done="The provider was queried"
      send={async () => (await api.request(ConsoleSyncDocument, { input: { chargeId: charge.id } })).chargeSync}
    >
      The gateway asks the provider for this charge’s status and applies the answer. Nothing is charged.
    </Action>
  )
}
