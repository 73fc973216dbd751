import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { PerennialError } from '../client/index.ts'
import { NotFound } from './components/states.tsx'
import { Toast } from './components/toast.tsx'
import { attentionCount, session } from './data/session.ts'
import { Shell } from './shell/shell.tsx'

export const rootRoute = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toast />
    </>
  ),
  notFoundComponent: NotFound,
})

/** Every page that needs a session. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  async beforeLoad({ location }) {
    try {
      return await session()
    } catch (error) {
      const isSignedOut = error instanceof PerennialError && error.code === 'UNAUTHENTICATED'
      throw isSignedOut ? redirect({ to: '/sign-in', search: { next: location.href } }) : error
    }
  },
  // Read again with each page; without it the shell is still complete.
  loader: ({ context, abortController: { signal } }) => attentionCount(context.viewer, signal).catch(() => 0),
  component: Shell,
})
