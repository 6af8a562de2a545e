import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** Paths that belong to the person's pages; all others are the staff's app. */
const PORTAL = /^\/(me|privacy|confirm)$|^\/(me|receipt|confirm)\//

/** Whether a path is one of the screens' own, and not of the API. */
export function isScreen(path: string): boolean {
  return !/^\/(api|healthz|openapi\.json|\.well-known|assets|me\/assets)(\/|$)/.test(path)
}

/**
 * Serves what bin/build.js made of web/ and portal/. Names of assets carry a hash of their content, so that they may be
 * kept for good; the pages themselves are never kept.
 */
export async function addScreens(app: FastifyInstance): Promise<void> {
  const folders = { '/assets/': join(dist, 'web', 'assets'), '/me/assets/': join(dist, 'portal', 'assets') }
  await app.register(fastifyStatic, { root: dist, serve: false })
  for (const [prefix, root] of Object.entries(folders))
    if (existsSync(root))
      await app.register(fastifyStatic, {
        root,
        prefix,
        decorateReply: false,
        immutable: true,
        maxAge: '1y',
        etag: false,
        lastModified: false,
        index: false,
      })
}

/** The page of a path; the apps find their own way from there. Undefined where nothing was built. */
export function sendScreen(reply: FastifyReply, path: string): FastifyReply | undefined {
  const page = PORTAL.test(path) ? 'portal' : 'web'
  if (!existsSync(join(dist, page, 'index.html'))) return undefined
  return reply
    .header('cache-control', 'no-store')
    .sendFile(`${page}/index.html`, dist, { cacheControl: false, etag: false, lastModified: false })
}
