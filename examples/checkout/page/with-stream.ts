// The browser follows the order through the shop's backend.
import { openShop } from './shop.ts'

openShop(async function follow(order, show, live) {
  const source = new EventSource('/changes')
  source.onopen = () => live(true)
  source.onmessage = ({ data }) => show(JSON.parse(data)) && source.close()
  source.onerror = () => {
    live(false)
    // The browser connects again with Last-Event-ID, except after an answer such as a proxy's 502.
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3_000, order, show, live)
  }
})
