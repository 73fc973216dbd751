import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../components/icon.tsx'
import { SearchBox } from './search-box.tsx'
import { Side } from './side.tsx'
import { WhereBadge } from './where-badge.tsx'

/** The frame of every page: navigation, search, and where one is. */
export function Shell() {
  const [isOpen, setOpen] = useState(false)
  const path = useRouterState({ select: state => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the path
  useEffect(() => {
    setOpen(false)
    // A screen reader starts with the new page.
    if (!isFirst.current) main.current?.focus({ preventScroll: true })
    isFirst.current = false
  }, [path])
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      {isOpen && <div className="side-veil" onClick={() => setOpen(false)} aria-hidden="true" />}
      <Side isOpen={isOpen} />
      <div className="page">
        <header className="top">
          <button
            type="button"
            className="button button-quiet button-square menu-button"
            aria-label="Menu"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'close' : 'menu'} />
          </button>
          <SearchBox />
          <div className="top-end">
            <WhereBadge />
          </div>
        </header>
        <main className="main" id="main" ref={main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}
