import type { AnyCommand } from './commands.ts'
import { BASE } from './routes.ts'

type Json = Record<string, unknown>
interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

const PROBLEM = { $ref: '#/components/responses/Problem' }

/** The OpenAPI 3.1 document of every route, from the commands themselves (their schemas are JSON Schema 2020-12). */
export function openApi(commands: readonly AnyCommand[], others: Json, version: string): Json {
  const paths: Record<string, Json> = {}
  for (const command of commands) {
    const path = `${BASE}${command.http.path}`
    paths[path] = { ...paths[path], [command.http.method.toLowerCase()]: operation(command) }
  }
  for (const [path, described] of Object.entries(others))
    paths[path] = { ...paths[path], ...(described as Json) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Goodfaith',
      version,
      description:
        'Every call that touches personal data names its purpose in the header Purpose. Errors are RFC 9457 problems with a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'goodfaith' },
      },
      responses: { Problem: problemResponse() },
    },
  }
}

function operation(command: AnyCommand): Json {
  const { method, path, status = 200 } = command.http
  const schema = command.input as unknown as Schema
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const rest = Object.entries(schema.properties ?? {}).filter(([name]) => !inPath.includes(name))
  const required = new Set(schema.required)
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: schema.properties?.[name] ?? {} })),
    ...(method === 'GET'
      ? rest.map(([name, value]) => ({ name, in: 'query', required: required.has(name), schema: value }))
      : []),
    ...purposeHeader(command),
    ...(method === 'GET' ? [] : [IDEMPOTENCY]),
  ]
  return {
    operationId: command.name,
    summary: command.summary,
    tags: [command.name.split('.')[0]],
    ...(command.who.includes('anyone') ? { security: [{}] } : {}),
    parameters,
    ...(method === 'GET' || rest.length === 0 ? {} : { requestBody: bodyOf(rest, required) }),
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: command.output } } },
      default: PROBLEM,
    },
  }
}

const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and request again give the same id and status, for a day.',
  schema: { type: 'string', maxLength: 200 },
}

function purposeHeader({ purpose }: AnyCommand): Json[] {
  if (purpose === 'none') return []
  const named = purpose === 'named'
  const schema = named ? { type: 'string' } : { type: 'string', const: purpose }
  return [{ name: 'Purpose', in: 'header', required: named, schema }]
}

function bodyOf(properties: readonly (readonly [string, unknown])[], required: ReadonlySet<string>): Json {
  const needed = properties.map(([name]) => name).filter((name) => required.has(name))
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(needed.length > 0 ? { required: needed } : {}),
  }
  return { required: needed.length > 0, content: { 'application/json': { schema } } }
}

function problemResponse(): Json {
  const text = { type: 'string' }
  return {
    description: 'What was refused, and what to do about it',
    content: {
      'application/problem+json': {
        schema: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'fix'],
          properties: {
            type: text,
            title: text,
            status: { type: 'integer' },
            code: text,
            fix: text,
            detail: text,
            pointer: text,
            request_id: text,
          },
        },
      },
    },
  }
}
