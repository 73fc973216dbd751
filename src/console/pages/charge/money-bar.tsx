import { type Amount, minorUnits } from '../../../client/money/index.ts'
import { Money } from '../../components/values.tsx'
import type { ChargeStatus } from '../../generated/graphql.ts'

interface MoneyBarProps {
  readonly status: ChargeStatus
  readonly amount: Amount
  readonly authorizedAmount: Amount
  readonly capturedAmount: Amount
  readonly refundedAmount: Amount
  readonly voidedAmount: Amount
  readonly pendingRefundAmount: Amount
}

/** Where the charge's money is: kept, on its way back, back with the consumer, released, still held, never held. */
export function MoneyBar(charge: MoneyBarProps) {
  const { amount } = charge
  const kept =
    minorUnits(charge.capturedAmount) - minorUnits(charge.refundedAmount) - minorUnits(charge.pendingRefundAmount)
  const held = minorUnits(charge.authorizedAmount) - minorUnits(charge.capturedAmount) - minorUnits(charge.voidedAmount)
  const parts = [
    { name: 'Captured', kind: 'kept', value: kept },
    { name: 'Refund pending', kind: 'returning', value: minorUnits(charge.pendingRefundAmount) },
    { name: 'Refunded', kind: 'returned', value: minorUnits(charge.refundedAmount) },
    { name: 'Authorized', kind: 'held', value: held },
    { name: 'Voided', kind: 'released', value: minorUnits(charge.voidedAmount) },
  ].filter(part => part.value > 0n)
  const rest = minorUnits(amount) - parts.reduce((sum, part) => sum + part.value, 0n)
  const shown = rest > 0n ? [...parts, { ...restOf(charge.status), value: rest }] : parts
  return (
    <figure className="money">
      <div className="money-bar" aria-hidden="true">
        {shown.map(part => (
          <div
            key={part.kind}
            className={`money-part money-${part.kind}`}
            style={{ flexGrow: percentOf(part.value, minorUnits(amount)) }}
          />
        ))}
      </div>
      <figcaption>
        <ul className="money-key">
          {shown.map(part => (
            <li key={part.kind}>
              <span className={`money-dot money-${part.kind}`} />
              <span className="soft">{part.name}</span>
              <Money amount={{ ...amount, value: part.value.toString() }} />
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

/** Money that is not held: whether it never was may not be known. */
function restOf(status: ChargeStatus) {
  return status === 'UNKNOWN'
    ? { name: 'Authorization unknown', kind: 'unknown' }
    : { name: 'Not authorized', kind: 'none' }
}

/** For lengths on the screen only. */
const percentOf = (part: bigint, whole: bigint) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100)
