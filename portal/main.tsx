import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { worthAnotherTry } from './api.ts'
import { App } from './app.tsx'
import { speak, words } from './language/setup.ts'
import { takeToken, tokenOf } from './route.ts'
import { Stumbled } from './stumbled.tsx'
import '../ui/tokens.css'
import '../ui/base.css'
import './sheet.css'
import './letter.css'

// Before anything else, so that neither a later error nor a slow answer leaves the token in the address.
const token = takeToken()
// A link that is opened in a tab which already shows this page changes the fragment and loads nothing.
addEventListener('hashchange', () => {
  if (tokenOf(location.pathname, location.hash) !== null) location.reload()
})

const place = document.getElementById('page')
const client = new QueryClient({
  defaultOptions: {
    // asked also where the browser believes itself offline: a page that says so beats one that waits for ever
    queries: {
      ...{ retry: worthAnotherTry, staleTime: 30_000, refetchOnWindowFocus: false },
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

if (place) {
  await speak()
  // wordings come in the language of the page
  words.on('languageChanged', () => void client.invalidateQueries({ queryKey: ['me'] }))
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Stumbled>
          <App token={token} />
        </Stumbled>
      </QueryClientProvider>
    </StrictMode>,
  )
}
