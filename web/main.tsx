import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Look } from '../ui/look.tsx'
import { whenSignedOut, worthAnotherTry } from './api.ts'
import { makeRouter } from './router.tsx'
import { sessionQuery } from './session/session.ts'
import { applyPreferences } from './settings/preferences.ts'
import { startWords } from './words/i18n.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: worthAnotherTry, refetchOnWindowFocus: false, staleTime: 60_000 },
  },
})
const router = makeRouter(queries)

// What was shown to someone who is no longer signed in is let go as soon as the page for signing in stands there; where
// they were is kept in the address. Several calls may say so at once.
let leaving = false
whenSignedOut(async () => {
  const { pathname, href } = router.state.location
  if (leaving || pathname === '/sign-in' || !queries.getQueryData(sessionQuery.queryKey)) return
  leaving = true
  await router.navigate({ to: '/sign-in', search: { back: href } })
  queries.clear()
  leaving = false
})

applyPreferences()
await startWords()
const root = document.getElementById('app')
if (!root) throw new Error('The page has no element #app.')
createRoot(root).render(
  <StrictMode>
    <Look>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-center" limit={3} containerWidth={420} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Look>
  </StrictMode>,
)
