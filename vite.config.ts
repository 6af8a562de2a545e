import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Two apps, one config. `vite build` makes the staff's app (base '/', into dist/web), `vite build --mode portal` the
 * person's page (base '/me/', into dist/portal). Nothing is inlined into the pages, so that the content policy can stay
 * at 'self' for scripts and styles alike.
 */
export default defineConfig(({ mode }) => {
  const portal = mode === 'portal'
  return {
    root: here(portal ? './portal' : './web'),
    base: portal ? '/me/' : '/',
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: here(portal ? './dist/portal' : './dist/web'),
      emptyOutDir: true,
      target: ['chrome123', 'firefox125', 'safari17.5'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
    },
    server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:3000' } },
  }
})
