import { Fragment, type ReactNode, useState } from 'react'
import { type Amount, decimalOf, formatMoney } from '../../client/money/index.ts'
import { useNow } from '../data/clock.ts'
import { formatDateTime, formatExact, formatRelative } from '../format/time.ts'
import { Icon } from './icon.tsx'

/** An amount with its currency's code, because $ alone means several currencies. */
export function Money({ amount }: { readonly amount: Amount }) {
  const text = formatMoney(amount)
  return (
    <span className="number">
      {text}
      {!text.includes(amount.currency) && <span className="faint small"> {amount.currency}</span>}
    </span>
  )
}

/** A time; the exact one is its tooltip. */
export function Time({ at, hasSeconds = false }: { readonly at: string; readonly hasSeconds?: boolean }) {
  const now = useNow()
  return (
    <time className="number" dateTime={at} title={formatExact(at)}>
      {formatDateTime(at, now, hasSeconds)}
    </time>
  )
}

/** E.g. "2 hours ago". */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow()
  return (
    <time className="number" dateTime={at} title={formatExact(at)}>
      {formatRelative(at, now)}
    </time>
  )
}

/** A long name such as charge.authorization_processing, which breaks after a dot or underscore first. */
export function Name({ text }: { readonly text: string }) {
  return <span className="mono">{breakable(text)}</span>
}

/** A sentence of the API: its names break as above, and its amounts, e.g. 3000.02 USD, look as everywhere. */
export function Sentence({ text }: { readonly text: string }) {
  return text.split(/(\b\d+(?:\.\d+)? [A-Z]{3}\b)/).map((part, index) => {
    const amount = index % 2 === 1 ? amountOf(part) : undefined
    return <Fragment key={String(index)}>{amount ? <Money amount={amount} /> : breakable(part)}</Fragment>
  })
}

/** Undefined if it only looks like an amount: the API writes exactly the currency's decimals. */
function amountOf(text: string): Amount | undefined {
  const [decimal = '', currency = ''] = text.split(' ')
  const amount = { value: decimal.replace('.', ''), currency }
  return decimalOf(amount) === decimal ? amount : undefined
}

function breakable(text: string): ReactNode {
  return text.split(/(?<=\w[._])(?=\w)/).map((part, index) => (
    <Fragment key={String(index)}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

/** When something is due, e.g. "in 2 hours"; what is late by a moment is due now. */
export function Due({ at }: { readonly at: string }) {
  const now = useNow()
  const dueMs = Math.max(now, new Date(at).getTime())
  return (
    <time className="number" dateTime={at} title={formatExact(at)}>
      {formatRelative(new Date(dueMs).toISOString(), now)}
    </time>
  )
}

/** An id or reference that a click copies. */
export function Copyable({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <button type="button" className="copy" onClick={copy} title={`Copy ${label}`}>
      <span>{text}</span>
      <Icon name={copied ? 'tick' : 'copy'} />
      <span className="unseen" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

export function Json({ value }: { readonly value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <pre className="json" tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  )
}

/** "Name: value" rows; a row without a value is left out. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
