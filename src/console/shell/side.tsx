import { Link, useLoaderData, useNavigate, useRouteContext } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { Icon, type IconName } from '../components/icon.tsx'
import { signOut } from '../data/session.ts'
import { ThemeSwitch } from './theme-switch.tsx'

interface Entry {
  readonly to: string
  readonly text: string
  readonly icon: IconName
  /** Beside the text. */
  readonly Count?: ComponentType
}

const WATCH: readonly Entry[] = [
  { to: '/', text: 'Overview', icon: 'overview' },
  { to: '/live', text: 'Live', icon: 'live' },
  { to: '/attention', text: 'Needs attention', icon: 'attention', Count: AttentionCount },
]
const PAYMENTS: readonly Entry[] = [
  { to: '/charges', text: 'Charges', icon: 'charges' },
  { to: '/agreements', text: 'Agreements', icon: 'agreements' },
  { to: '/schedules', text: 'Schedules', icon: 'schedules' },
  { to: '/consumers', text: 'Consumers', icon: 'consumers' },
]
const LOG: readonly Entry[] = [
  { to: '/provider-events', text: 'Provider events', icon: 'webhooks' },
  { to: '/events', text: 'Events', icon: 'events' },
  { to: '/webhooks', text: 'Webhooks', icon: 'outgoing' },
]
const SANDBOX: readonly Entry[] = [{ to: '/sandbox', text: 'Sandbox tools', icon: 'sandbox' }]

export function Side({ isOpen }: { readonly isOpen: boolean }) {
  const { viewer, simulated } = useRouteContext({ from: '/shell' })
  const navigate = useNavigate()
  const leave = async () => {
    await signOut()
    await navigate({ to: '/sign-in' })
  }
  const isMerchant = viewer.kind === 'MERCHANT'
  return (
    <aside className="side" data-open={isOpen ? '' : undefined}>
      <Link to="/" className="brand">
        <Mark />
        Perennial
      </Link>
      <nav aria-label="Pages">
        {isMerchant && <Group title="Watch" entries={WATCH} />}
        {isMerchant && <Group title="Payments" entries={PAYMENTS} />}
        {isMerchant && <Group title="Log" entries={LOG} />}
        {isMerchant && simulated && <Group title="Sandbox" entries={SANDBOX} />}
      </nav>
      <div className="side-foot">
        <ThemeSwitch />
        <div className="who">
          <strong>{viewer.merchantName}</strong>
          {isMerchant ? 'Signed in with a secret key' : 'Signed in with a client token'}
        </div>
        <button type="button" className="button button-quiet leave" onClick={() => void leave()}>
          <Icon name="leave" />
          Sign out
        </button>
      </div>
    </aside>
  )
}

function Group({ title, entries }: { readonly title: string; readonly entries: readonly Entry[] }) {
  return (
    <div className="nav-group">
      <div className="nav-title">{title}</div>
      <ul>
        {entries.map(({ to, text, icon, Count }) => (
          <li key={to}>
            <Link to={to} className="nav-link" activeOptions={{ exact: to === '/', includeSearch: false }}>
              <Icon name={icon} />
              {text} {Count && <Count />}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function AttentionCount() {
  const count = useLoaderData({ from: '/shell' })
  return count > 0 && <span className="nav-count number">{count > 999 ? '999+' : count}</span>
}

export function Mark() {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <rect width="22" height="22" rx="6" fill="currentColor" />
      <path
        d="M11 17.500V9.500m0 2.200c0-3.5 2.2-5.7 5.7-5.7 0 3.5-2.2 5.7-5.7 5.700Zm0 2.900c0-2.9-1.8-4.7-5-4.7 0 2.9 1.8 4.7 5 4.700Z"
        fill="none"
        className="mark-line"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
