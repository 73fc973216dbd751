// Runs in the browser: GraphiQL with the gateway's own fetcher. GraphiQL's default sends the headers only over HTTP, so a
// subscription over WebSocket would have no credential.
import { createClient } from './graphql-ws/client.js'

const { tabs, headers, persistHeaders } = JSON.parse(document.getElementById('options').textContent)

globalThis.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_moduleId, label) => `/graphiql/${{ json: 'json', graphql: 'graphql' }[label] ?? 'editor'}.worker.js`,
}

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  title: 'Perennial',
  fetcher: fetchOrSubscribe,
  defaultTabs: tabs,
  headers,
  shouldPersistHeaders: persistHeaders,
  onEditQuery() {}, // otherwise every keystroke would change the page's address
})

function fetchOrSubscribe({ query, operationName, variables }, { headers: requestHeaders = {} } = {}) {
  // Reads the text, because the editor's list of operations is late after a change of tab.
  const operations = [...query.matchAll(/^\s*(query|mutation|subscription)\b\s*(\w*)/gm)]
  const [, kind, name] = operations.find(([, , known]) => known === operationName) ?? operations[0] ?? []
  const payload = { query, operationName: name || undefined, variables: withLatestIds(variables) }
  return kind === 'subscription' ? subscribe(payload, requestHeaders) : post(payload, requestHeaders)
}

async function post(payload, requestHeaders) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...requestHeaders,
    },
    body: JSON.stringify(payload),
  })
  const result = await response.json()
  rememberIds(result)
  return result
}

async function* subscribe(payload, requestHeaders) {
  const authorization = Object.entries(requestHeaders).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  const url = new URL('/graphql', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  const client = createClient({ url: url.href, connectionParams: { authorization }, retryAttempts: 0 })
  try {
    for await (const result of client.iterate(payload)) {
      rememberIds(result)
      yield result
    }
  } catch (error) {
    if (!(error instanceof CloseEvent)) throw error
    throw new Error(`The WebSocket was closed: ${error.code} ${error.reason}`)
  } finally {
    client.dispose()
  }
}

// In the tour's variables, "agr_latest" is replaced by the newest agreement seen in this browser tab, and so on; also inside
// a text, so that an idempotency key can contain the id. "chg_latest_cursor" is the first cursor of the newest charge, or
// null if there is none yet: events from now on.
function withLatestIds(value) {
  if (typeof value === 'string') {
    const [, prefix] = /^([a-z]{3})_latest_cursor$/.exec(value) ?? []
    if (prefix) return sessionStorage.getItem(`cursor:${prefix}`)
    return value.replaceAll(
      /\b([a-z]{3}|nextChargeAt)_latest\b/g,
      (text, name) => sessionStorage.getItem(`latest:${name}`) ?? text,
    )
  }
  if (Array.isArray(value)) return value.map(withLatestIds)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withLatestIds(member)]))
}

function rememberIds(value) {
  if (value === null || typeof value !== 'object') return
  const { id, eventCursor, nextChargeAt } = value
  if (typeof id === 'string' && /^[a-z]{3}_[0-9a-z]{26}$/.test(id)) remember(id.slice(0, 3), { id, eventCursor })
  if (typeof nextChargeAt === 'string') sessionStorage.setItem('latest:nextChargeAt', nextChargeAt)
  for (const member of Object.values(value)) rememberIds(member)
}

function remember(prefix, { id, eventCursor }) {
  if (sessionStorage.getItem(`latest:${prefix}`) !== id) {
    sessionStorage.setItem(`latest:${prefix}`, id)
    sessionStorage.removeItem(`cursor:${prefix}`)
  }
  // A later cursor would skip the events in between.
  if (typeof eventCursor === 'string' && sessionStorage.getItem(`cursor:${prefix}`) === null)
    sessionStorage.setItem(`cursor:${prefix}`, eventCursor)
}
