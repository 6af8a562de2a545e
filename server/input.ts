import type { TObject, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Problem } from '../core/errors.ts'

type Values = Readonly<Record<string, unknown>>

/** A JSON Schema as far as coercion and pointers look at it. */
interface Loose {
  readonly type?: string
  readonly anyOf?: readonly Loose[]
  readonly properties?: Readonly<Record<string, Loose>>
  readonly items?: Loose
}

/**
 * Path, query and body to one object, checked against the command's schema. The validator is compiled once.
 * Texts of path and query become the numbers, booleans and lists that the schema asks for.
 * @returns a function that throws `input_invalid` with a JSON pointer that holds declared names only
 */
export function inputReader(schema: TObject): (path: Values, query: Values, body: unknown) => Values {
  const validator = Compile(schema)
  const properties = (schema as unknown as Loose).properties ?? {}
  const readers = Object.entries(properties).flatMap(([name, property]) => {
    const read = readerOf(property)
    return read ? [[name, read] as const] : []
  })
  const fromText = (values: Values) => {
    const read: Record<string, unknown> = { ...values }
    for (const [name, reader] of readers) if (name in read) read[name] = reader(read[name])
    return read
  }
  return (path, query, body) => {
    if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
      throw new Problem('body_unreadable', { detail: 'a JSON object is expected' })
    const input = { ...fromText(query), ...(body as Values | undefined), ...fromText(path) }
    if (!validator.Check(input)) throw refusal(validator.Errors(input), schema)
    return input
  }
}

function readerOf(property: Loose): ((value: unknown) => unknown) | undefined {
  switch (property.type) {
    case 'integer':
    case 'number':
      return (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value)
    case 'boolean':
      return (value) =>
        value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value
    case 'array':
      return (value) => (typeof value === 'string' ? [value] : value)
    default:
      return undefined
  }
}

interface Fault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: unknown
}

/** The deepest fault says most; a union only that none of its forms fits. */
function refusal(faults: Iterable<Fault>, schema: TSchema): Problem {
  const all = [...faults]
  const fault = all.find(({ keyword }) => keyword !== 'anyOf') ?? all[0]
  if (!fault) return new Problem('input_invalid')
  const missing = fault.keyword === 'required' ? requiredOf(fault.params) : undefined
  const path = missing === undefined ? fault.instancePath : `${fault.instancePath}/${missing}`
  const detail = missing === undefined ? sayFault(fault) : 'it is needed'
  return new Problem('input_invalid', { pointer: declared(path, schema as unknown as Loose), detail })
}

function requiredOf(params: unknown): string | undefined {
  const names = (params as { requiredProperties?: readonly string[] }).requiredProperties
  return names?.[0]
}

/** What the schema asks for, never what was sent. */
function sayFault({ keyword, params }: Fault): string {
  const asked = params as Readonly<Record<string, unknown>>
  const limit = asked['limit'] ?? asked['comparison']
  const number = typeof limit === 'number' ? ` ${limit}` : ''
  const type = typeof asked['type'] === 'string' ? ` ${asked['type']}` : ''
  const format = typeof asked['format'] === 'string' ? ` ${asked['format']}` : ''
  return `${keyword}${type}${format}${number}`
}

/** The pointer as far as the schema names it: a key that somebody sent may itself be personal. */
function declared(pointer: string, schema: Loose): string {
  let at: Loose | undefined = schema
  let known = ''
  for (const part of pointer.split('/').slice(1)) {
    const next: Loose | undefined = /^\d+$/.test(part) ? at?.items : childOf(at, part)
    if (!next) break
    known += `/${part}`
    at = next
  }
  return known
}

function childOf(schema: Loose | undefined, name: string): Loose | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name]
  for (const form of schema?.anyOf ?? []) {
    const found = childOf(form, name)
    if (found) return found
  }
  return undefined
}
