/**
 * Numbers the tour's tabs, keeps the active one in view, and makes them a plain list of buttons, because a tab must not
 * contain other buttons and GraphiQL's contain one that closes them. GraphiQL names a tab by its operation and has no place
 * for a number, so it is an attribute that the style sheet shows.
 *
 * @param steps The number of each operation, e.g. `{ CreateConsumer: '1' }`.
 */
export function improveTabs(root, steps = {}) {
  new MutationObserver((_changes, observer) => {
    const list = root.querySelector('.graphiql-tabs')
    if (list === null) return
    observer.disconnect()
    improve(list, steps)
    // Dragging would change the order of the steps, and a quick click can begin a drag.
    list.addEventListener('pointerdown', event => event.stopPropagation(), { capture: true })
    new MutationObserver(() => improve(list, steps)).observe(list, {
      childList: true,
      characterData: true,
      subtree: true,
      attributeFilter: ['class'],
    })
  }).observe(root, { childList: true, subtree: true })
}

function improve(list, steps) {
  list.removeAttribute('role')
  for (const item of list.children) improveTab(item, steps)
  list.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

function improveTab(item, steps) {
  for (const name of ['role', 'aria-selected']) item.removeAttribute(name)
  const button = item.querySelector('.graphiql-tab-button')
  const step = steps[button.textContent]
  if (step === undefined) delete button.dataset.step
  else button.dataset.step = step
  button.setAttribute('aria-current', item.classList.contains('graphiql-tab-active'))
  item.querySelector('.graphiql-tab-close')?.setAttribute('aria-label', `Close ${button.textContent}`)
}
