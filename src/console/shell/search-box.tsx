import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { Icon } from '../components/icon.tsx'

/** Finds anything by its id or reference. The key / puts the cursor here. */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof Element && event.target.closest('input, textarea, select')
      if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const find = (event: FormEvent) => {
    event.preventDefault()
    const text = input.current?.value.trim()
    if (text) void navigate({ to: '/search', search: { q: text } })
  }
  return (
    <search className="search">
      <form onSubmit={find}>
        <Icon name="search" />
        <input
          ref={input}
          className="input"
          type="search"
          placeholder="Search id or reference"
          aria-label="Search an id or a reference"
          spellCheck={false}
          autoComplete="off"
        />
        <kbd title="The key / starts a search">/</kbd>
      </form>
    </search>
  )
}
