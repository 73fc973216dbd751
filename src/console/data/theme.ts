import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORED_AS = 'perennial-theme'
const listeners = new Set<() => void>()
const darkSystem = matchMedia('(prefers-color-scheme: dark)')

const read = (): Theme => THEMES.find(theme => theme === localStorage.getItem(STORED_AS)) ?? 'system'
let current = read()

export function setTheme(theme: Theme): void {
  current = theme
  localStorage.setItem(STORED_AS, theme)
  applyTheme()
}

/** Without a choice, the page follows the system: see tokens.css. */
export function applyTheme(): void {
  if (current === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = current
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  darkSystem.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    darkSystem.removeEventListener('change', listener)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => current)
}

/** What is shown: for canvases, which have to be drawn again. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => (current === 'system' ? darkSystem.matches : current === 'dark'))
}
