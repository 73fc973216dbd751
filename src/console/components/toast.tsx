import { useSyncExternalStore } from 'react'
import { Icon } from './icon.tsx'

const SHOWN_MS = 6_000

let shown = ''
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** Says at the bottom of the page that something was done. */
export function say(text: string): void {
  shown = text
  clearTimeout(timer)
  if (text) timer = setTimeout(() => say(''), SHOWN_MS)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toast() {
  const text = useSyncExternalStore(subscribe, () => shown)
  return (
    <div className="toast-place" role="status">
      {text && (
        <div className="toast">
          <Icon name="tick" />
          {text}
        </div>
      )}
    </div>
  )
}
