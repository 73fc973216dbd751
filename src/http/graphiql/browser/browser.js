// Runs in the browser: GraphiQL with the gateway's own fetcher. GraphiQL's default sends the headers only over HTTP, so a
// subscription over WebSocket would have no credential, and it shows only the last event.
import { defineThemes, fitEditors } from './editors.js'
import { fillIn, rememberIds } from './latest-ids.js'
import { createStorage } from './storage.js'
import { subscribe } from './subscribe.js'
import { improveTabs } from './tabs.js'

const { tabs, headers, persistHeaders, logo, tour } = JSON.parse(document.getElementById('options').textContent)
const root = document.getElementById('root')

fitEditors(globalThis.monaco)
improveTabs(root, tour?.steps)
globalThis.YogaGraphiQL.renderYogaGraphiQL(root, {
  title: 'Perennial',
  logo,
  fetcher: fetchOrSubscribe,
  editorTheme: defineThemes(globalThis.monaco),
  storage: createStorage({ keepsTabs: tour === undefined }),
  defaultTabs: tabs.map(tab => ({ ...tab, variables: tab.variables?.replaceAll('{origin}', location.origin) })),
  defaultEditorToolsVisibility: tour === undefined ? 'headers' : 'variables',
  headers,
  shouldPersistHeaders: persistHeaders,
  onEditQuery() {}, // otherwise every keystroke would change the page's address
})

function fetchOrSubscribe({ query, operationName, variables }, { headers: requestHeaders = {} } = {}) {
  const filled = fillIn(variables, tour?.sources)
  if (filled.runFirst !== undefined) return { notSent: filled.runFirst }
  // Reads the text, because the editor's list of operations is late after a change of tab.
  const operations = [...query.matchAll(/^\s*(query|mutation|subscription)\b\s*(\w*)/gm)]
  const [, kind, name] = operations.find(([, , known]) => known === operationName) ?? operations[0] ?? []
  const payload = { query, operationName: name || undefined, variables: filled.variables }
  if (kind !== 'subscription') return post(payload, requestHeaders)
  const authorization = Object.entries(requestHeaders).find(([header]) => header.toLowerCase() === 'authorization')?.[1]
  return subscribe(payload, { authorization, onEvent: rememberIds })
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
  const waits = Object.values(result.data ?? {}).some(
    answer => answer?.code === 'INVALID_STATE' && answer.status === 'AUTHENTICATION_PENDING',
  )
  return waits && tour !== undefined ? { runFirst: tour.waitsForConsumer, ...result } : result
}
