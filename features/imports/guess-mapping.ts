import { cleanCell } from './clean-cell.ts'
import { describeValues, takesBack, type ValueKind } from './describe-values.ts'
import { readHeader, type LeftOut, type Meaning } from './header-words.ts'
import { isDateTarget, takesSeveral, type Target } from './mapping-targets.ts'

/**
 * Why a column was mapped or left out: by its `header`, its `values`, or `partner` columns (a Name beside a Vorname);
 * because another column gives the field already (`second_column`) or another address is fuller (`other_address`);
 * because there is no field for it, it is bookkeeping of the old system, never imported, or unknown.
 */
export type Why = 'header' | 'values' | 'partner' | 'second_column' | 'other_address' | LeftOut | 'unknown'

export interface ColumnGuess {
  readonly column: string
  /** Null: left out unless the person who imports maps it. */
  readonly field: Target | null
  /** False where the person who imports should look: values that do not fit the header, or only a part of a word. */
  readonly sure: boolean
  readonly why: Why
  /** What the values look like, to be shown beside the guess. */
  readonly holds: ValueKind
}

export interface MappingGuess {
  readonly columns: readonly ColumnGuess[]
}

interface Candidate {
  readonly column: string
  readonly holds: ValueKind
  /** How many of the sample rows have a value. */
  readonly filled: number
  readonly meaning: Meaning | null
  readonly group: string
  readonly rank: number
  readonly sure: boolean
  readonly why: Why
}

const ADDRESS = new Set<Meaning>(['street', 'street.number', 'street.more', 'postcode', 'city', 'country'])
const LEFT_OUT = new Set<Meaning>(['no_field', 'old_system', 'never_imported'])

/** Where a second column of a field goes instead. */
const SECOND: Partial<Record<Target, Target>> = { email: 'email.other', phone: 'phone.other' }

/** Milliseconds since 1970 look like numbers. */
const DATES: readonly ValueKind[] = ['date', 'number']

/** What values a target expects; anything else makes the guess unsure. */
const EXPECTED: Partial<Record<Target, readonly ValueKind[]>> = {
  ...{ email: ['email'], 'email.other': ['email'], phone: ['phone', 'number', 'date', 'text', 'mixed'] },
  ...{ given_name: ['text'], family_name: ['text'], full_name: ['text'], city: ['text'] },
  ...{ birth_date: DATES, 'source.collected_at': DATES, 'claim.consent_at': DATES },
}

/**
 * Guesses what the columns of a file are, from their headers and, where these say little, from sample values. It is a
 * proposal to be shown: nothing is guessed into a field of finances or circumstances from values alone.
 * @param sampleRows rows as they were read, each as wide as `headers`; some hundred are enough
 */
export function guessMapping(
  headers: readonly string[],
  sampleRows: readonly (readonly string[])[],
): MappingGuess {
  const candidates = headers.map((column, at) =>
    propose(
      column,
      sampleRows.map((row) => cleanCell(row[at] ?? '').text),
    ),
  )
  const named = settleNames(candidates)
  const address = fullestAddress(named)
  const winners = choose(named, address)
  return { columns: named.map((candidate) => settle(candidate, winners, address)) }
}

function propose(column: string, values: readonly string[]): Candidate {
  const holds = describeValues(values)
  const filled = values.filter((value) => value !== '').length
  const word = readHeader(column)
  const isPermission = holds === 'permission' || values.some(takesBack)
  if (isPermission && isOverruled(word?.meaning ?? null))
    return { column, holds, filled, meaning: 'claim.basis', group: '', rank: 0, sure: false, why: 'values' }
  if (word !== null) return { column, holds, filled, ...word, why: 'header' }
  const meaning = holds === 'email' ? 'email' : holds === 'phone' ? 'phone' : null
  const why = meaning === null ? 'unknown' : 'values'
  return { column, holds, filled, meaning, group: '', rank: 5000, sure: false, why }
}

/** A Status or a tag that says unsubscribed is no bookkeeping: whoever said no must not get lost in an import. */
function isOverruled(meaning: Meaning | null): boolean {
  return meaning === null || meaning === 'old_system' || meaning === 'no_field'
}

/** A Name beside a Vorname is the family name, a Title of Mr and Ms the form of address, a Title of trades is not. */
function settleNames(candidates: readonly Candidate[]): Candidate[] {
  const has = (meaning: Meaning) => candidates.some((candidate) => candidate.meaning === meaning)
  const [given, family] = [has('given_name'), has('family_name')]
  return candidates.map((candidate) => {
    if (candidate.meaning === 'name') {
      const meaning = given === family ? 'full_name' : given ? 'family_name' : 'given_name'
      return { ...candidate, meaning, sure: given || family, why: given || family ? 'partner' : 'header' }
    }
    if (candidate.meaning !== 'title?') return candidate
    const isForm = candidate.holds === 'form_of_address'
    return { ...candidate, meaning: isForm ? 'title' : 'no_field', sure: isForm, why: 'values' }
  })
}

/** The address of a row must not be put together from two: the group with most values gives all of it. */
function fullestAddress(candidates: readonly Candidate[]): string {
  const filled = new Map<string, number>()
  for (const { meaning, group, filled: count } of candidates) {
    if (meaning !== null && ADDRESS.has(meaning) && meaning !== 'country')
      filled.set(group, (filled.get(group) ?? 0) + count)
  }
  const [fullest] = [...filled].toSorted((a, b) => b[1] - a[1])
  return fullest?.[0] ?? ''
}

/** The column that gives each field of which there can be one. */
function choose(candidates: readonly Candidate[], address: string): Map<Target, Candidate> {
  const winners = new Map<Target, Candidate>()
  for (const candidate of candidates) {
    const { meaning } = candidate
    if (!isTargetMeaning(meaning) || takesSeveral(meaning) || isOtherAddress(candidate, address)) continue
    const best = winners.get(meaning)
    if (best === undefined || isBetter(candidate, best)) winners.set(meaning, candidate)
  }
  return winners
}

/** A column with values before one without, then the more usual word, then the first. */
function isBetter(candidate: Candidate, than: Candidate): boolean {
  if (candidate.filled > 0 !== than.filled > 0) return candidate.filled > 0
  return candidate.rank < than.rank
}

function isTargetMeaning(meaning: Meaning | null): meaning is Target {
  return meaning !== null && !LEFT_OUT.has(meaning) && meaning !== 'name' && meaning !== 'title?'
}

/** A country without a group belongs to every address. */
function isOtherAddress({ meaning, group }: Candidate, address: string): boolean {
  return (
    meaning !== null && ADDRESS.has(meaning) && group !== address && !(meaning === 'country' && group === '')
  )
}

function settle(candidate: Candidate, winners: ReadonlyMap<Target, Candidate>, address: string): ColumnGuess {
  const { column, holds, meaning } = candidate
  if (!isTargetMeaning(meaning)) {
    const why = isLeftOut(meaning) ? meaning : 'unknown'
    return { column, holds, field: null, sure: candidate.sure && why !== 'unknown', why }
  }
  if (isOtherAddress(candidate, address))
    return { column, holds, field: null, sure: true, why: 'other_address' }
  if (takesSeveral(meaning) || winners.get(meaning) === candidate) {
    const fits = holds === 'empty' || (EXPECTED[meaning]?.includes(holds) ?? true)
    return { column, holds, field: meaning, sure: candidate.sure && fits, why: candidate.why }
  }
  const second = SECOND[meaning]
  if (second !== undefined)
    return { column, holds, field: second, sure: candidate.sure, why: 'second_column' }
  return { column, holds, field: null, sure: !isDateTarget(meaning), why: 'second_column' }
}

function isLeftOut(meaning: Meaning | null): meaning is LeftOut {
  return meaning !== null && LEFT_OUT.has(meaning)
}
