import { type AnyRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

/** The settings: one frame with its own list of pages beside them. */
export function settingsRoute(parent: AnyRoute) {
  const settings = createRoute({
    getParentRoute: () => parent,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
  })
  const below = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
    createRoute({ getParentRoute: () => settings, path, component })
  return settings.addChildren([
    createRoute({
      getParentRoute: () => settings,
      path: '/',
      beforeLoad: () => {
        throw redirect({ to: '/settings/purposes' })
      },
    }),
    below(
      'purposes',
      lazyRouteComponent(() => import('./purposes/purposes-page.tsx'), 'PurposesPage'),
    ),
    below(
      'notices',
      lazyRouteComponent(() => import('./notices/notices-page.tsx'), 'NoticesPage'),
    ),
    below(
      'balancing',
      lazyRouteComponent(() => import('./balancing-page.tsx'), 'BalancingPage'),
    ),
    below(
      'laws',
      lazyRouteComponent(() => import('./laws-page.tsx'), 'LawsPage'),
    ),
    below(
      'approvals',
      lazyRouteComponent(() => import('./approvals-page.tsx'), 'ApprovalsPage'),
    ),
    below(
      'data-map',
      lazyRouteComponent(() => import('./data-map-page.tsx'), 'DataMapPage'),
    ),
    below(
      'record',
      lazyRouteComponent(() => import('./record-page.tsx'), 'RecordPage'),
    ),
    below(
      'staff',
      lazyRouteComponent(() => import('./staff-page.tsx'), 'StaffPage'),
    ),
    below(
      'tokens',
      lazyRouteComponent(() => import('./tokens-page.tsx'), 'TokensPage'),
    ),
    below(
      'outbox',
      lazyRouteComponent(() => import('./outbox-page.tsx'), 'OutboxPage'),
    ),
    below(
      'you',
      lazyRouteComponent(() => import('./you-page.tsx'), 'YouPage'),
    ),
  ])
}
