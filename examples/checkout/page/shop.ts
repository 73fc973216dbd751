import { isSettled, type Order, stageOf } from '../order.ts'

/** Calls `show` with each state of the order, until it returns true: the order is settled. */
type Follow = (order: Order, show: (order: Order) => boolean, live: (isLive: boolean) => void) => Promise<void>

/** A provider reports the consumer's decision within seconds of the return. */
const RETURN_MS = 8_000

export function openShop(follow: Follow): void {
  const { dataset } = document.body
  const cameBack = location.search.includes('agreementId=')
  let latest: Order | null = JSON.parse(decodeURIComponent(dataset.order ?? 'null'))
  const put = (name: string, content: string) => {
    for (const element of document.querySelectorAll(`[data-text=${name}]`)) element.textContent = content
  }

  function show(order: Order): boolean {
    latest = order
    const stage = stageOf(order)
    const leftMs = cameBack && stage === 'approve' ? RETURN_MS - performance.now() : 0
    if (leftMs > 0) setTimeout(() => latest && show(latest), leftMs)
    dataset.stage = leftMs > 0 ? 'confirm' : stage
    const { brand, last4 } = order.instrument ?? {}
    put('paid-with', last4 ? `${brand} ending in ${last4}` : 'Amazon Pay')
    put('method', order.paymentMethod === 'CARD' ? 'card' : 'Amazon Pay')
    const reason = order.initialCharge.failure?.consumerMessage ?? 'The payment was canceled.'
    put('problem', stage === 'failed' ? `${reason} You were not charged.` : '')
    document.querySelector('#onward')?.setAttribute('href', order.authenticationMethods[0]?.requestUrl ?? '')
    for (const [name, value] of Object.entries(order.consumer))
      document.querySelector(`[name=${name}]`)?.setAttribute('value', value ?? '')
    return isSettled(order)
  }

  async function pay(values: object): Promise<void> {
    const body = JSON.stringify({ ...values, path: location.pathname })
    const answer = await fetch('/pay', { method: 'POST', body }).catch(() => undefined)
    if (answer?.ok) {
      const { authenticationMethods } = (await answer.json()) as Order
      return location.assign(authenticationMethods[0]?.requestUrl ?? location.pathname)
    }
    const isInvalid = answer?.status === 422
    put('problem', isInvalid ? 'Please check your name and email.' : 'Please try again: you will not be charged twice.')
    delete dataset.busy
  }

  document.querySelector('form')?.addEventListener('submit', event => {
    event.preventDefault()
    if (dataset.busy) return
    dataset.busy = 'yes'
    void pay(Object.fromEntries(new FormData(event.target as HTMLFormElement)))
  })
  // The Back button can bring back a page with an old state.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  history.replaceState(null, '', location.pathname)
  const live = (isLive: boolean) => {
    dataset.connection = isLive ? 'live' : 'lost'
  }
  if (latest && !show(latest)) follow(latest, show, live).catch(() => setTimeout(() => location.reload(), RETURN_MS))
}
