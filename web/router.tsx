import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router'
import { Lost, LostAlone } from './shell/lost.tsx'
import { Broken } from './shell/broken.tsx'
import { Shell } from './shell/shell.tsx'
import { sessionQuery } from './session/session.ts'
import { settingsRoute } from './settings/routes.tsx'

interface Context {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: LostAlone })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => ({
    back: typeof search.back === 'string' ? search.back : undefined,
  }),
  component: lazyRouteComponent(() => import('./session/sign-in-page.tsx'), 'SignInPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./session/welcome-page.tsx'), 'WelcomePage'),
})

/** The page of an erasure needs its id and nothing else; it opens without a session. */
const erasure = createRoute({
  getParentRoute: () => root,
  path: '/erasures/$id',
  component: lazyRouteComponent(() => import('./erasure/erasure-page.tsx'), 'ErasurePage'),
})

/** Everything below is for staff who are signed in. */
const house = createRoute({
  getParentRoute: () => root,
  id: 'house',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery)
    if (!session) throw redirect({ to: '/sign-in', search: { back: location.href } })
    const wantsStart = session.setup.empty && session.setup.first_administrator
    if (wantsStart && location.pathname === '/') throw redirect({ to: '/start' })
  },
  component: Shell,
  errorComponent: Broken,
})

const page = (path: string, component: RouteComponent) =>
  createRoute({ getParentRoute: () => house, path, component })

const home = createRoute({
  getParentRoute: () => house,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/people' })
  },
})

const people = createRoute({
  getParentRoute: () => house,
  path: '/people',
  validateSearch: (search: Record<string, unknown>) => ({
    search: typeof search.search === 'string' && search.search ? search.search : undefined,
    sort: search.sort === '-name' || search.sort === 'recent' ? search.sort : undefined,
  }),
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
})

const pages = [
  home,
  people,
  page(
    '/start',
    lazyRouteComponent(() => import('./session/start-page.tsx'), 'StartPage'),
  ),
  page(
    '/people/new',
    lazyRouteComponent(() => import('./people/new/new-person-page.tsx'), 'NewPersonPage'),
  ),
  page(
    '/people/$id',
    lazyRouteComponent(() => import('./person/person-page.tsx'), 'PersonPage'),
  ),
  page(
    '/people/$id/leave',
    lazyRouteComponent(() => import('./erasure/leave-page.tsx'), 'LeavePage'),
  ),
  page(
    '/imports',
    lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
  ),
  page(
    '/imports/new',
    lazyRouteComponent(() => import('./imports/wizard/wizard-page.tsx'), 'WizardPage'),
  ),
  page(
    '/imports/$id',
    lazyRouteComponent(() => import('./imports/import-page.tsx'), 'ImportPage'),
  ),
  page(
    '/ledger',
    lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  ),
]

const tree = root.addChildren([signIn, welcome, erasure, house.addChildren([...pages, settingsRoute(house)])])

/** The pages of the staff's app. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    scrollRestoration: true,
    defaultPreload: false,
    defaultNotFoundComponent: Lost,
    defaultErrorComponent: Broken,
  })
}
