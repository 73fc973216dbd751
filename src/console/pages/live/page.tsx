import { createRoute, Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page.tsx'
import { Empty, Notice } from '../../components/states.tsx'
import { Badge } from '../../components/status-badge.tsx'
import { EventTable } from '../../components/tables/event-table.tsx'
import { plural } from '../../format/words.ts'
import { shellRoute } from '../../root.tsx'
import { type Feed, useFeed } from './feed.ts'

export const liveRoute = createRoute({ getParentRoute: () => shellRoute, path: '/live', component: Live })

function Live() {
  const [isStopped, setStopped] = useState(false)
  const [isRead, setRead] = useState(false)
  const feed = useFeed(isStopped || isRead)
  return (
    <>
      <PageHead
        title="Live"
        lead="Every change as it happens. It waits while the pointer or the keyboard is on the list, so that rows do not move away."
      >
        <State feed={feed} isPaused={isStopped || isRead} />
        <button type="button" className="button" aria-pressed={isStopped} onClick={() => setStopped(!isStopped)}>
          <Icon name={isStopped ? 'play' : 'pause'} />
          {isStopped ? 'Go on' : 'Pause'}
        </button>
      </PageHead>
      {typeof feed.state === 'object' && <Notice tone="bad">{feed.state.refused}</Notice>}
      <section
        aria-label="Changes"
        className="live"
        onPointerEnter={event => setRead(event.pointerType === 'mouse')}
        onPointerLeave={() => setRead(false)}
        onFocus={() => setRead(true)}
        onBlur={() => setRead(false)}
      >
        <Changes shown={feed.shown} isLive={feed.state === 'live'} />
      </section>
    </>
  )
}

interface ChangesProps {
  readonly shown: Feed['shown']
  readonly isLive: boolean
}

/** Not rendered again when only the number of waiting changes is another one. */
const Changes = memo(({ shown, isLive }: ChangesProps) => (
  <EventTable
    title="Changes"
    events={shown}
    empty={
      <Empty title={isLive ? 'Waiting for the next change' : 'Connecting'}>
        <p>
          This list starts now. See <Link to="/events">earlier changes</Link>.
        </p>
      </Empty>
    }
  />
))

function State({ feed: { state, waiting }, isPaused }: { readonly feed: Feed; readonly isPaused: boolean }) {
  if (state === 'lost') return <Badge tone="wait" text="Connection lost, trying again" />
  if (typeof state === 'object') return <Badge tone="bad" text="Refused" />
  if (isPaused)
    return <Badge tone="wait" text={waiting === 0 ? 'Paused' : `Paused, ${plural(waiting, 'change')} waiting`} />
  return <Badge tone={state === 'live' ? 'good' : 'busy'} text={state === 'live' ? 'Live' : 'Connecting'} />
}
