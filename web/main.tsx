import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Look } from '../ui/look.tsx'
import { whenIntercepted, whenSignedOut, worthAnotherTry } from './api.ts'
import { tellIntercepted } from './person/secrets/told.ts'
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

// The frame of the app leads to the page for signing in as soon as nobody is; there everything that was shown is let go.
whenIntercepted(tellIntercepted)
whenSignedOut(() => queries.setQueryData(sessionQuery.queryKey, null))

// A part of the app that is no longer there was built before the server's: the page is loaded anew, once.
const RELOADED = 'goodfaith.reloaded'
window.addEventListener('vite:preloadError', (event) => {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < 10_000) return
  event.preventDefault()
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
})

applyPreferences()
await startWords()
const root = document.getElementById('app')
if (!root) throw new Error('The page has no element #app.')
createRoot(root).render(
  <StrictMode>
    <Look>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={3} containerWidth={420} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Look>
  </StrictMode>,
)
