import { isFieldName, type FieldName } from '../../core/fields.ts'
import { Problem } from '../../core/errors.ts'
import { intercept } from '../../core/interceptor.ts'
import { normaliseSecret, type SecretKind } from '../../core/secrets.ts'
import type { Mapping } from './check-mapping.ts'
import { cleanCell } from './clean-cell.ts'
import {
  concludeFields,
  type Alternates,
  type Given,
  type Matches,
  type RowContext,
} from './conclude-fields.ts'
import { CHANNELS, type Channel, type Target } from './mapping-targets.ts'
import { parseWritten } from './parse-date.ts'
import { readBasis, type Claim } from './read-claims.ts'
import type { FileRow } from './read-csv.ts'
import { readDate, type DateConclusion, type DateOrders } from './read-dates.ts'
import { readYesNo } from './read-yes-no.ts'
import { fateOf, type RowProblem } from './report-codes.ts'

interface PlannedColumn {
  readonly at: number
  readonly column: string
  readonly target: Target
  readonly orders: DateOrders
}

/** What to do with the cells of every row, worked out once. */
export interface RowPlan {
  readonly planned: readonly PlannedColumn[]
}

/** What a row comes to. It is rejected or importable, never neither; its problems say what was left out. */
export interface ConcludedRow {
  readonly row: number
  readonly line: number
  readonly outcome: 'importable' | 'rejected'
  readonly person: { readonly fields: Partial<Record<FieldName, string>> }
  /** Numbers for the vault, in their normal form. */
  readonly secrets: Partial<Record<SecretKind, string>>
  /** For exact comparison with other rows and with people who are held. */
  readonly matches: Matches
  /** Further addresses of the same person: not stored, but an opt-out counts for them as well. */
  readonly alternates: Alternates
  readonly company: string | null
  /** The row's id in the old system. */
  readonly externalId: string | null
  /** When the old system came to hold it, RFC 3339 in UTC. */
  readonly collectedAt: string | null
  /** The channels on which this person has said no. Each becomes a suppression, whatever else is claimed. */
  readonly optOuts: readonly Channel[]
  readonly claims: readonly Claim[]
  readonly problems: readonly RowProblem[]
}

const MAX_LABEL = 200
/** Longer than several addresses in a cell; what is longer fits no field, and is not looked at any further. */
const MAX_VALUE = 2000

/** Works out from a checked mapping, and from how dates were concluded, what to do with every row. */
export function planRow(
  columns: readonly string[],
  mapping: Mapping,
  dates: ReadonlyMap<string, DateConclusion> = new Map(),
): RowPlan {
  const planned = columns.flatMap((column, at) => {
    const target = mapping.get(column)
    return target === undefined ? [] : [{ at, column, target, orders: dates.get(column)?.orders ?? {} }]
  })
  return { planned }
}

/**
 * Concludes what a row of a file is: the fields of a person in their normal form, what that person has said no to, and
 * what the old system claims about permission. A value that does not fit is left out and reported, so that a broken
 * phone number does not cost a person; a row that tells of nobody, or whose cells may be shifted, is rejected.
 * No message holds a value of the row.
 */
export function concludeRow(row: FileRow, plan: RowPlan, context: RowContext): ConcludedRow {
  const problems = [...row.problems]
  if (problems.some(({ code }) => fateOf(code) === 'rejected')) return reject(row, problems)
  if (row.cells.every((cell) => cleanCell(cell).text === ''))
    return reject(row, [...problems, { column: null, code: 'row_empty' }])
  const given = gather(row, plan, problems)
  const { fields, matches, alternates } = concludeFields(given, context, problems)
  const secrets = concludeSecrets(given, fields.country, problems)
  const { optOuts, claims } = concludePermissions(given, context, problems)
  const identified = Object.keys(matches).length > 0 || 'given_name' in fields || 'family_name' in fields
  if (!identified) problems.push({ column: null, code: 'row_identifies_nobody' })
  return {
    row: row.row,
    line: row.line,
    outcome: identified ? 'importable' : 'rejected',
    person: { fields },
    secrets,
    matches,
    alternates,
    company: label(given, 'company', problems),
    externalId: label(given, 'external_id', problems),
    collectedAt: readPast(given.get('source.collected_at')?.[0], context, problems),
    optOuts,
    claims,
    problems,
  }
}

function reject({ row, line }: FileRow, problems: readonly RowProblem[]): ConcludedRow {
  return {
    ...{
      row,
      line,
      outcome: 'rejected',
      person: { fields: {} },
      secrets: {},
      matches: {},
      alternates: { email: [], phone: [] },
    },
    ...{ company: null, externalId: null, collectedAt: null, optOuts: [], claims: [], problems },
  }
}

/** The values of a row by what they are mapped to, cleaned; empty ones are not in it. */
function gather(row: FileRow, plan: RowPlan, problems: RowProblem[]): Map<Target, Given[]> {
  const given = new Map<Target, Given[]>()
  for (const { at, column, target, orders } of plan.planned) {
    const { text, removed, lost } = cleanCell(row.cells[at] ?? '')
    if (removed) problems.push({ column, code: 'characters_removed' })
    if (lost) problems.push({ column, code: 'characters_lost' })
    if (text.length > MAX_VALUE) problems.push({ column, code: 'value_too_long' })
    if (text === '' || text.length > MAX_VALUE) continue
    if (isPersonal(target) && holdsSecret(text)) {
      const misplaced = ADDRESSES.has(target)
      problems.push({ column, code: misplaced ? 'secret_misplaced' : 'secret_to_vault' })
      if (misplaced) continue
    }
    const others = given.get(target)
    if (others === undefined) given.set(target, [{ column, text, orders }])
    else others.push({ column, text, orders })
  }
  return given
}

/** Addresses, in whose place a mask would be none. */
const ADDRESSES = new Set<Target>(['email', 'email.other', 'phone', 'phone.other'])

function isPersonal(target: Target): boolean {
  return isFieldName(target) || target === 'full_name' || /^(?:email|phone|street)\./.test(target)
}

/** The gate takes it out; the report says so. */
function holdsSecret(text: string): boolean {
  const { found, dropped } = intercept(text)
  return found.length > 0 || dropped > 0
}

function concludeSecrets(
  given: ReadonlyMap<Target, Given[]>,
  country: string | undefined,
  problems: RowProblem[],
): ConcludedRow['secrets'] {
  const secrets: Partial<Record<SecretKind, string>> = {}
  for (const kind of ['card', 'iban', 'national_id'] as const) {
    const [value] = given.get(kind) ?? []
    if (value === undefined) continue
    try {
      secrets[kind] = normaliseSecret(kind, value.text, country).value
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push({ column: value.column, code: error.code })
    }
  }
  return secrets
}

function label(given: ReadonlyMap<Target, Given[]>, target: Target, problems: RowProblem[]): string | null {
  const [value] = given.get(target) ?? []
  if (value === undefined) return null
  const text = value.text.replace(/\s+/gu, ' ').normalize('NFC')
  if (text.length <= MAX_LABEL) return text
  problems.push({ column: value.column, code: 'value_too_long' })
  return null
}

/** A moment that lies behind us, or the reason why it could not be read. */
function readPast(value: Given | undefined, { today }: RowContext, problems: RowProblem[]): string | null {
  if (value === undefined) return null
  const read = readDate(value.text, { orders: value.orders, earliest: '1970-01-01', latest: today })
  if (read === 'empty') return null
  const code = typeof read === 'string' ? read : read.date > today ? 'date_in_future' : null
  if (code !== null) problems.push({ column: value.column, code })
  return code === null && typeof read === 'object' ? read.at : null
}

function concludePermissions(
  given: ReadonlyMap<Target, Given[]>,
  context: RowContext,
  problems: RowProblem[],
) {
  const saidNo = new Set<Channel>()
  const claims: Claim[] = []
  for (const channel of CHANNELS)
    for (const value of given.get(`opt_out.${channel}`) ?? [])
      if (isOptOut(value, problems)) saidNo.add(channel)
  for (const { column, text } of given.get('claim.basis') ?? []) {
    const { claim, optOut } = readBasis(text, column)
    if (claim !== null) claims.push(claim)
    if (optOut !== null) saidNo.add(optOut)
  }
  for (const value of given.get('claim.consent_at') ?? []) {
    const at = readPast(value, context, problems)
    if (at !== null) claims.push({ kind: 'consent_at', column: value.column, at })
  }
  return { optOuts: CHANNELS.filter((channel) => saidNo.has(channel)), claims }
}

/** Yes, or the day on which it was said. What is neither yes nor no counts as said: an objection is not to be lost. */
function isOptOut({ column, text }: Given, problems: RowProblem[]): boolean {
  const said = readYesNo(text)
  if (said !== null) return said
  if (parseWritten(text).kind === 'none') problems.push({ column, code: 'opt_out_unclear' })
  return true
}
