import { foldText } from '../../core/fold.ts'
import { parseWritten } from './parse-date.ts'
import { readAmount } from './read-amounts.ts'
import { readYesNo } from './read-yes-no.ts'

/** What most values of a column look like; `mixed` where no kind has four fifths of them. */
export type ValueKind =
  | 'email'
  | 'phone'
  | 'date'
  | 'number'
  | 'yes_no'
  | 'form_of_address'
  | 'permission'
  | 'text'
  | 'mixed'
  | 'empty'

const EMAIL = /^[^\s@]+@[^\s@.]+\.[^\s@]+$/u
const PHONE = /^(?:\+|00|\(?0)[\d\s()./-]{6,}\d$/u
const FORMS_OF_ADDRESS = new Set(
  `mr mrs ms miss mx dr prof professor sir madam rev hon herr hr frau fr frl dipl.-ing dipl.-kfm mag ing m. m mme mlle
  monsieur madame mademoiselle me maitre sr sra srta don dona senor senora d. dna sig sig.ra signor signora dott dott.ssa
  dhr mevr mw ir drs fru herra pan pani`.split(/\s+/u),
)

const PERMISSION =
  /^(?:(?:un|non[ _-]?|not[ _-]|never[ _-])?subscribed|cleaned|opted[ _-]?(?:in|out)|(?:double |single )?opt[ _-]?in|angemeldet|abgemeldet|abonne|desabonne|inscrit|desinscrit|suscrito)$/u
const TAKEN_BACK = /unsubscri|\bopted?[ _-]?out|blacklist|abgemeldet|desabonn|desinscri|dado de baja/u

/** Whether a short value says that somebody has taken a permission back, in whatever column it stands. */
export function takesBack(value: string): boolean {
  return value.length <= 40 && TAKEN_BACK.test(foldText(value))
}

/** Describes the values of a column from a sample, so that a header which says little need not be believed. */
export function describeValues(values: readonly string[]): ValueKind {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  if (filled.length === 0) return 'empty'
  const counts = new Map<ValueKind, number>()
  for (const value of filled) {
    const kind = kindOf(value)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])
  return most !== undefined && most[1] >= filled.length * 0.8 ? most[0] : 'mixed'
}

function kindOf(value: string): ValueKind {
  if (value.length > 260) return 'text'
  if (EMAIL.test(value)) return 'email'
  if (readYesNo(value) !== null) return 'yes_no'
  if (value.length <= 40 && PERMISSION.test(foldText(value))) return 'permission'
  if (isFormOfAddress(value)) return 'form_of_address'
  if (!/^\d{9,14}$/u.test(value) && parseWritten(value).kind !== 'none') return 'date'
  if (PHONE.test(value)) return 'phone'
  return readAmount(value, 'point') === null ? 'text' : 'number'
}

/** Ms., Prof. Dr., Herr, Mme: every word of it is one. */
function isFormOfAddress(value: string): boolean {
  const words = foldText(value).split(/\s+/u)
  return (
    words.length <= 4 &&
    words.every((word) => FORMS_OF_ADDRESS.has(word) || FORMS_OF_ADDRESS.has(word.replace(/\.$/u, '')))
  )
}
