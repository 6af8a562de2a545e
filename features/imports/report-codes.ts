import type { Code } from '../../core/errors.ts'

/**
 * What becomes of a row or a value that carries a code: the row is `rejected`, brings nobody back (`suppressed`) or
 * nobody new (`duplicate`), the value or the choice alone is `left_out`, or the value is `kept` and the report says what
 * was done to it.
 */
export type Fate = 'rejected' | 'suppressed' | 'duplicate' | 'left_out' | 'kept'

export interface ReportEntry {
  readonly fate: Fate
  /** One sentence for the person who imports; it holds no value of the file. */
  readonly says: string
}

/**
 * The codes of an import's row report that are not in the catalogue of `core/errors.ts`. A value that a field
 * refuses is reported by the catalogue's own code (`email_malformed`, `date_malformed` and so on): it is left out.
 */
export const REPORT_CODES = {
  row_empty: rejected('Every cell of this row is empty.'),
  row_identifies_nobody: rejected(
    'Nothing in this row tells who it is about: no name, e-mail, phone or customer number.',
  ),
  row_too_many_cells: rejected(
    'This row has more cells than the header, so a cell may stand under the wrong column.',
  ),
  row_broken: rejected('A quote before this row was not closed and the row does not fit the header.'),
  row_too_long: rejected('This row is longer than a row may be.'),
  quote_not_closed: rejected('A quote opens in this row and does not close.'),
  card_not_closed: rejected('This card has no END:VCARD.'),
  card_not_a_person: rejected('This card is of a group, a place or an organisation, not of a person.'),
  row_too_few_cells: kept('This row has fewer cells than the header; the missing ones were taken as empty.'),
  quote_stray: kept('A quote stands inside of a quoted cell; the cell was taken as it is written.'),
  characters_removed: kept('Control characters or direction overrides were removed from this value.'),
  characters_lost: kept('This value holds characters that were lost before it came here.'),
  value_extra: kept('There is room for one value here; the first that fits was taken, others were left out.'),
  secret_to_vault: kept(
    'A card, bank or identity number stood in this value; it is in the vault, and its mask stands in its place.',
  ),
  opt_out_unclear: kept('What stands here is neither yes nor no; it was taken as an opt-out.'),
  date_ambiguous: leftOut(
    'Day and month, or the century, can be read in two ways here; say how, then import again.',
  ),
  date_without_year: leftOut('This date has no year.'),
  suppressed: {
    fate: 'suppressed',
    says: 'This person does not want to be in here; the row was left out.',
  },
  row_repeats_an_earlier_one: {
    fate: 'duplicate',
    says: 'An earlier row of this file has the same address or number.',
  },
  choice_left_out_they_said_no: leftOut('A choice was left out: this person has said no to it.'),
  choice_left_out_guardian_needed: leftOut(
    'A choice was left out: this person is under age and needs a guardian.',
  ),
} as const satisfies Record<string, ReportEntry>

export type ReportCode = keyof typeof REPORT_CODES

/** One line of the report. It names row, column and code, and never the value. */
export interface RowProblem {
  /** The column as the header names it, or null where the whole row is meant. */
  readonly column: string | null
  readonly code: ReportCode | Code
}

/** What a code does to its row or value; a code of the catalogue always leaves the value out. */
export function fateOf(code: ReportCode | Code): Fate {
  return Object.hasOwn(REPORT_CODES, code) ? REPORT_CODES[code as ReportCode].fate : 'left_out'
}

function rejected(says: string): ReportEntry {
  return { fate: 'rejected', says }
}

function kept(says: string): ReportEntry {
  return { fate: 'kept', says }
}

function leftOut(says: string): ReportEntry {
  return { fate: 'left_out', says }
}
