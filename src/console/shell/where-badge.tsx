import { useRouteContext } from '@tanstack/react-router'
import { useNow } from '../data/clock.ts'
import { formatDateTime } from '../format/time.ts'

/** Live or test money, and the sandbox's own time. */
export function WhereBadge() {
  const { viewer, simulated } = useRouteContext({ from: '/shell' })
  const now = useNow()
  if (viewer.mode === 'LIVE') return <span className="where where-live">Live</span>
  return (
    <>
      {simulated && (
        <span className="sandbox-clock number faint small" title="The sandbox’s clock">
          {formatDateTime(new Date(now).toISOString())}
        </span>
      )}
      <span className="where">{simulated ? 'Sandbox' : 'Test'}</span>
    </>
  )
}
