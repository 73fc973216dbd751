import { Money } from '../../components/values.tsx'
import { type Amount, amountOf, percentOf } from '../../format/money.ts'

interface MoneyBarProps {
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
  const kept = value(charge.capturedAmount) - value(charge.refundedAmount) - value(charge.pendingRefundAmount)
  const held = value(charge.authorizedAmount) - value(charge.capturedAmount) - value(charge.voidedAmount)
  const parts = [
    { name: 'Captured', kind: 'kept', value: kept },
    { name: 'Refund pending', kind: 'returning', value: value(charge.pendingRefundAmount) },
    { name: 'Refunded', kind: 'returned', value: value(charge.refundedAmount) },
    { name: 'Authorized', kind: 'held', value: held },
    { name: 'Voided', kind: 'released', value: value(charge.voidedAmount) },
  ].filter(part => part.value > 0n)
  const rest = value(amount) - parts.reduce((sum, part) => sum + part.value, 0n)
  const shown = rest > 0n ? [...parts, { name: 'Not authorized', kind: 'none', value: rest }] : parts
  return (
    <figure className="money">
      <div className="money-bar" aria-hidden="true">
        {shown.map(part => (
          <div
            key={part.kind}
            className={`money-part money-${part.kind}`}
            style={{ flexGrow: percentOf(part.value.toString(), amount.value) }}
          />
        ))}
      </div>
      <figcaption>
        <ul className="money-key">
          {shown.map(part => (
            <li key={part.kind}>
              <span className={`money-dot money-${part.kind}`} />
              <span className="soft">{part.name}</span>
              <Money amount={amountOf(part.value, amount)} />
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

const value = (amount: Amount) => BigInt(amount.value)
