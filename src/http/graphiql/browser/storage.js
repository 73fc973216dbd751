const PREFIX = 'graphiql:'
const TABS = `${PREFIX}tabState`
/** How much higher the document is than its variables, until somebody moves the border: GraphiQL would hide most of them. */
const DEFAULTS = matchMedia('(min-width: 701px)').matches ? { [`${PREFIX}secondaryEditorFlex`]: '1.6' } : {}
/** What the active tab contains, which GraphiQL stores a second time. */
const OF_ACTIVE_TAB = ['query', 'variables', 'headers']

/**
 * Where GraphiQL keeps its state. Tabs of the tour live as long as the browser tab, as the ids that they refer to do:
 * another one starts another tour.
 *
 * @param keepsTabs Whether tabs are kept when the browser tab is closed.
 */
export function createStorage({ keepsTabs }) {
  const tabStore = keepsTabs ? localStorage : sessionStorage
  const storeOf = key => (key === TABS ? tabStore : localStorage)
  return {
    getItem(key) {
      // Text that belongs to no tab would be added as an untitled one with each reload.
      const name = key.slice(PREFIX.length)
      if (OF_ACTIVE_TAB.includes(name)) return activeTab(tabStore)?.[name] ?? null
      return storeOf(key).getItem(key) ?? DEFAULTS[key] ?? null
    },
    setItem(key, value) {
      if (!OF_ACTIVE_TAB.includes(key.slice(PREFIX.length))) storeOf(key).setItem(key, value)
    },
    removeItem: key => storeOf(key).removeItem(key),
    clear() {
      localStorage.clear()
      tabStore.removeItem(TABS)
    },
    get length() {
      return localStorage.length
    },
  }
}

function activeTab(store) {
  const { tabs, activeTabIndex } = JSON.parse(store.getItem(TABS) ?? '{}')
  return tabs?.[activeTabIndex]
}
