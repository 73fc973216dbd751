import { createClient } from './graphql-ws/client.js'

/** The oldest beyond these are no longer shown, so that a long subscription does not slow the page down. */
const SHOWN = 100

/**
 * A subscription as GraphiQL observes it. GraphiQL shows the last result only, so each result contains all events so far,
 * the newest first: that is what one sees without scrolling.
 */
export function subscribe(payload, { authorization, onEvent }) {
  return {
    subscribe(observer) {
      let events = []
      let count = 0
      let isOpen = true
      const client = createClient({ url: socketUrl(), connectionParams: { authorization }, retryAttempts: 0 })
      const show = state => observer.next({ subscription: state, events: count, newestFirst: events })
      const end = state => {
        if (!isOpen) return
        isOpen = false
        show(state)
        observer.complete()
        client.dispose()
      }
      client.on('connected', () => show('open: waiting for events'))
      const cancel = client.subscribe(payload, {
        next(event) {
          onEvent(event)
          count++
          events = [event, ...events].slice(0, SHOWN)
          show('open')
        },
        error: error => end(`ended: ${reasonOf(error)}`),
        complete: () => end('ended by the server'),
      })
      return {
        unsubscribe() {
          // First, because GraphiQL may already show another tab, and would show this there.
          isOpen = false
          cancel()
          client.dispose()
        },
      }
    },
  }
}

function socketUrl() {
  const url = new URL('/graphql', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  return url.href
}

/** Of a closed socket, an error of its own, or the errors of a refused operation. */
function reasonOf(error) {
  if (Array.isArray(error)) return error.map(({ message }) => message).join(' ')
  if (error instanceof CloseEvent) return `the WebSocket was closed: ${error.code} ${error.reason}`
  return error.message ?? 'the WebSocket could not be opened'
}
