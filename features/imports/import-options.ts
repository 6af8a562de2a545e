import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { checkSource, type Source } from '../../core/sources.ts'
import type { NewGrant } from '../../gate/seal-person.ts'
import type { Registered } from '../../gate/registry.ts'
import { admitGrant } from '../consent/admit-grant.ts'
import { GrantInput } from '../consent/describe-grants.ts'
import { checkReading, READING, type ReadingOptions } from './reading-options.ts'

/** What is stated of a file before a row of it is read (contract, "Imports"). */
export const ImportOptions = Type.Object({
  ...READING,
  mapping: Type.Union([
    Type.Literal('guess'),
    Type.Record(Type.String({ maxLength: 300 }), Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
  ]),
  source: Type.Object({
    kind: Type.String({ maxLength: 40 }),
    detail: Type.Optional(Type.String({ maxLength: 500 })),
    notice: Type.Optional(Type.String({ maxLength: 200 })),
    collected_at: Type.Optional(Type.String({ maxLength: 40 })),
  }),
  grants: Type.Array(GrantInput, { minItems: 1, maxItems: 40 }),
  dry_run: Type.Optional(Type.Boolean()),
})
export type ImportOptions = Static<typeof ImportOptions>

/** Checks source and grants before anything is read. Throws `import_source_missing`, `grant_missing` and theirs. */
export function checkOptions(options: ImportOptions, registered: Registered, staff: string): Source {
  const source = checkSource(options.source, Date.now())
  if (source.notice !== null && !registered.notices.has(source.notice))
    throw new Problem('notice_unknown', { pointer: '/options/source/notice' })
  grantsFor(options, registered, staff, false)
  return source
}

/** The grants of one person of the import, each with an id of its own. */
export function grantsFor(
  options: ImportOptions,
  registered: Registered,
  staff: string,
  young: boolean,
): NewGrant[] {
  const by = { kind: 'import', id: staff } as const
  return options.grants.map((grant, i) => admitGrant(registered, grant, by, young, `/options/grants/${i}`))
}

/** How a file is to be looked at, as it came before the file; throws `input_invalid`. */
export function readReading(text: string | undefined): ReadingOptions {
  const stated = text === undefined ? {} : parsed(text)
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated))
    throw new Problem('input_invalid', { pointer: '/options' })
  checkReading(stated as Record<string, unknown>)
  return stated
}

/** The options as they came with the file; throws `import_source_missing` or `input_invalid`. */
export function readOptions(
  text: string | undefined,
  fits: (value: unknown) => value is ImportOptions,
): ImportOptions {
  if (text === undefined) throw new Problem('import_source_missing', { pointer: '/options' })
  const stated = parsed(text) as Partial<ImportOptions> | null
  if (typeof stated !== 'object' || stated === null || !stated.source)
    throw new Problem('import_source_missing', { pointer: '/options/source' })
  if (!Array.isArray(stated.grants) || stated.grants.length === 0)
    throw new Problem('grant_missing', { pointer: '/options/grants' })
  checkReading(stated)
  const whole = { mapping: 'guess', ...stated }
  if (!fits(whole)) throw new Problem('input_invalid', { pointer: '/options' })
  return whole
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('body_unreadable', { pointer: '/options' })
  }
}
