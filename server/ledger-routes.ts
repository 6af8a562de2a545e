import type { FastifyInstance } from 'fastify'
import { Problem } from '../core/errors.ts'
import { parseTilePath } from '../core/tiles.ts'
import type { Gate } from '../gate/gate.ts'

/** The log's prefix, below which C2SP tlog-tiles has its files. */
export const LOG = '/ledger'

/**
 * The ledger as other logs are read: its signed head and the tiles of its tree, for standard clients and witnesses.
 * Hashes alone: the entries say who works when, and are handed out one by one, with their proof, to the people they
 * are about.
 */
export function addLedgerRoutes(app: FastifyInstance, gate: Gate): void {
  app.get(`${LOG}/checkpoint`, async (_request, reply) => {
    const { checkpoint } = await gate.ledgerBook.head()
    return reply.header('cache-control', 'no-cache').type('text/plain; charset=utf-8').send(checkpoint)
  })
  app.get(`${LOG}/tile/*`, async (request, reply) => {
    const tile = parseTilePath(request.url.slice(LOG.length + 1))
    if (!tile || tile.entries) throw new Problem('not_found')
    const bytes = await gate.ledgerBook.tile(tile)
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('application/octet-stream')
      .send(Buffer.from(bytes))
  })
}
