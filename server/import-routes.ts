import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Compile } from 'typebox/compile'
import { Problem } from '../core/errors.ts'
import { toldOfWords } from '../core/intake.ts'
import { ImportOptions, readOptions, readReading } from '../features/imports/import-options.ts'
import { previewFile } from '../features/imports/preview-file.ts'
import { ACCEPTED, receiveFile, startImport, type Received } from '../features/imports/start-import.ts'
import type { Repeat } from '../gate/repeats.ts'
import { callerOf, BASE, keyOf, repeated, type RoutesOptions } from './routes.ts'

const options = Compile(ImportOptions)
const GIGABYTE = 2 ** 30
const LIMITS = { fileSize: 8 * GIGABYTE, files: 1, fields: 1, fieldSize: 2 ** 18, parts: 2 }
const STAFF = { who: ['staff'], purpose: 'named', http: { method: 'POST' } } as const

/** Files come as multipart streams and go sealed to the disk: memory does not depend on their size. */
export async function addImportRoutes(app: FastifyInstance, routes: RoutesOptions): Promise<void> {
  await app.register(multipart, { limits: LIMITS, throwFileSizeLimit: true })

  app.post(`${BASE}/imports`, { bodyLimit: LIMITS.fileSize }, async (request, reply) => {
    const { caller, purpose } = await staffAt(request, routes)
    const { received, text } = await whole(request, reply, () => receive(request, routes))
    let taken: Repeat | undefined
    try {
      const key = keyOf(request)
      if (key !== undefined) {
        const asked = JSON.stringify([text, received.file, received.digest])
        const found = await routes.gate.repeats.reserve(
          `${caller.id} ${purpose} imports.start`,
          key,
          asked,
          true,
        )
        if ('status' in found) {
          routes.gate.uploads.remove(received.id)
          return reply.send(repeated(reply, found))
        }
        taken = found
      }
      const stated = readOptions(text, (value): value is ImportOptions => options.Check(value))
      const started = await startImport(routes.gate, caller, purpose, received, stated, taken)
      const told = [...received.intercepted, ...toldOfWords({ '/source/detail': stated.source.detail })]
      return await reply.code(ACCEPTED).send({ ...started, intercepted: told })
    } catch (error) {
      routes.gate.uploads.remove(received.id)
      if (taken) await routes.gate.repeats.giveUp(taken).catch(() => undefined)
      throw error
    }
  })

  app.post(`${BASE}/imports/preview`, { bodyLimit: LIMITS.fileSize }, async (request, reply) => {
    await staffAt(request, routes)
    return whole(request, reply, async () => {
      let text: string | undefined
      for await (const part of parts(request)) {
        if (part.type === 'file') return await previewFile(part.file, part.filename, readReading(text))
        if (part.fieldname === 'options' && typeof part.value === 'string') text = part.value
      }
      throw new Problem('import_file_unreadable', { detail: 'there is no file in the request' })
    })
  })
}

/** A request that is refused while its file still comes: the rest is let pass, or the next one would wait behind it. */
async function whole<T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    reply.header('connection', 'close')
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
}

async function staffAt(request: FastifyRequest, routes: RoutesOptions) {
  const { caller, purposes } = await callerOf(STAFF, request, routes)
  const named = request.headers['purpose']
  if (typeof named !== 'string' || named.trim() === '') throw new Problem('purpose_missing')
  if (purposes && !purposes.includes(named.trim())) throw new Problem('purpose_not_for_role')
  return { caller, purpose: named.trim() }
}

/** The file, kept sealed, and the options as text; in whichever order they come. */
async function receive(
  request: FastifyRequest,
  { gate }: RoutesOptions,
): Promise<{ received: Received; text: string | undefined }> {
  let received: Received | undefined
  let text: string | undefined
  try {
    for await (const part of parts(request)) {
      if (part.type === 'file') received = await receiveFile(gate, part.filename, part.file)
      else if (part.fieldname === 'options' && typeof part.value === 'string') text = part.value
    }
  } catch (error) {
    if (received) gate.uploads.remove(received.id)
    throw tooLarge(error)
  }
  if (!received) throw new Problem('import_file_unreadable', { detail: 'there is no file in the request' })
  return { received, text }
}

function parts(request: FastifyRequest) {
  if (!request.isMultipart())
    throw new Problem('body_unreadable', { detail: 'send the file as multipart/form-data' })
  return request.parts()
}

function tooLarge(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_FILES_LIMIT'
    ? new Problem('too_large', { detail: '8 GiB, one file' })
    : error
}
