import { FIELDS, isFieldName } from '../../core/fields.ts'
import { SECRETS } from '../../core/secrets.ts'

/** What a sentence of the ledger needs: never a value. */
export interface Told {
  readonly kind: string
  readonly purpose: string
  readonly fields: readonly string[]
  /** "Jo", "someone from service", "you", "Goodfaith". */
  readonly actor: string
  /** What the purpose is called among staff. */
  readonly title: string
  /** How the purpose goes on after "to": "answer what you ask us". */
  readonly says: string
  /** The title of the purpose that a choice is about, where it is one. */
  readonly about: string | null
}

/**
 * A line of the ledger as a sentence for a timeline, in the words of the look: who did what, with what, for what.
 * @param you the person reads it themself
 */
export function tell({ kind, fields, actor, title, says, about }: Told, you: boolean): string {
  const what = listed(fields, you)
  // the registry speaks to the person, and a colleague reads of somebody else
  const why = you ? `, to ${says}` : `, for ${title.toLowerCase().replace(/^your /, 'their ')}`
  const whom = you ? 'you' : 'them'
  switch (kind) {
    case 'opened':
      return `${actor} looked at ${what}${why}`
    case 'secret_opened':
      return `${actor} opened the whole of ${what}${why}`
    case 'listed':
      return `${actor} saw ${what} in a list${why}`
    case 'searched':
      return `${actor} searched and saw ${what}${why}`
    case 'exported':
      return `${actor} took a copy of what is held`
    case 'found':
      return `${actor} recognised ${whom} by two exact details, and saw ${you ? 'your' : 'the'} name`
    case 'collected':
      return `${actor} recorded ${what}`
    case 'changed':
      return `${actor} changed ${what}`
    case 'granted':
      return `${actor} recorded a choice: ${about ?? 'a purpose'}`
    case 'accepted':
      return `${actor} checked the document and counted it: ${about ?? 'a purpose'}`
    case 'refused':
      return `${actor} checked the document and did not count it: ${about ?? 'a purpose'}`
    case 'confirmed':
      return `${actor} confirmed: ${about ?? 'a purpose'}`
    case 'withdrawn':
      return `${actor} withdrew ${about ?? 'every choice'}`
    case 'asked':
      return `${actor} asked ${whom} whether what was written down is so`
    case 'declined':
      return `${actor} said no: ${about ?? 'a purpose'}`
    case 'ended':
      return `${actor} ended every choice for ${about ?? 'a purpose'}, which is used no more`
    case 'purpose.proposed':
      return `${actor} wrote down a purpose: ${fields.join()}`
    case 'purpose.accepted':
      return `${actor} accepted a purpose that a colleague wrote down: ${fields.join()}`
    case 'purpose.refused':
      return `${actor} did not accept a purpose: ${fields.join()}`
    case 'purpose.ended':
      return `${actor} ended a purpose: ${fields.join()}`
    case 'notice.written':
      return `${actor} wrote a new wording: ${fields.join()}`
    case 'notice.translated':
      return `${actor} wrote a wording in another language: ${fields.join(', ')}`
    case 'erasure_asked':
      return `${actor} asked that everything be destroyed`
    case 'import_undone':
      return `${actor} undid an import, and destroyed what it had brought`
    case 'kept_copied':
      return `${actor} made the copy that a law asks for`
    case 'kept_opened':
      return `${actor} opened what a law makes us keep: ${what}`
    case 'kept_mistaken':
      return `${actor} found that the contract was a mistake, and that no law keeps its copy`
    case 'kept_destroyed':
      return `${actor} destroyed what a law had made us keep, as its date had come`
    case 'sent':
      return `${actor} sent ${whom} a mail`
    case 'told':
      return `${actor} wrote to ${whom} where the data came from`
    case 'renewed':
      return `${actor} noted a last word: ${about ?? 'a purpose'}`
    case 'staff.added':
      return `${actor} added ${whomOf(fields)} as ${rolesOf(fields)}`
    case 'staff.roles':
      return `${actor} gave ${whomOf(fields)} other roles: ${rolesOf(fields)}`
    case 'staff.left':
      return `${actor} ended the work of ${whomOf(fields)} here`
    case 'staff.password':
      return `${actor} chose a password`
    case 'token.made':
      return fields.length === 0
        ? `${actor} made a token for programs`
        : `${actor} made a token for programs, for ${fields.join(', ')}`
    case 'token.ended':
      return `${actor} ended a token for programs`
    case 'test.written':
      return `${actor} weighed interests for ${fields.join(', ')}`
    case 'test.signed':
      return `${actor} signed the weighing of interests for ${fields.join(', ')}`
    case 'test.ended':
      return `${actor} ended the weighing of interests for ${fields.join(', ')}`
    case 'organisation.named':
      return `${actor} named the organisation`
    default:
      return `${actor}: ${kind.replaceAll('_', ' ')}`
  }
}

/** A colleague that a line of the house is about: the name stands first, behind its mark. */
export const COLLEAGUE = 'of:'

function whomOf(fields: readonly string[]): string {
  return fields.find((field) => field.startsWith(COLLEAGUE))?.slice(COLLEAGUE.length) ?? 'a colleague'
}

function rolesOf(fields: readonly string[]): string {
  return fields
    .filter((field) => !field.startsWith(COLLEAGUE))
    .map((role) => role.replaceAll('_', ' '))
    .join(', ')
}

/** What is no field: choices, masks, and what is in the vault. */
const OTHERS: Readonly<Record<string, string>> = {
  grants: 'choices',
  ...Object.fromEntries(Object.entries(SECRETS).map(([kind, { label }]) => [kind, label.toLowerCase()])),
}

/** Fields in the order of the registry, so that a name comes before a city; what is no field at the end. */
function inOrder(fields: readonly string[]): string[] {
  const known = Object.keys(FIELDS)
  const place = (field: string) => (known.includes(field) ? known.indexOf(field) : known.length)
  return [...fields].sort((a, b) => place(a) - place(b))
}

function listed(fields: readonly string[], you: boolean): string {
  const names = inOrder(fields)
    .filter((field) => field !== '')
    .map((field) => (isFieldName(field) ? FIELDS[field].label.toLowerCase() : (OTHERS[field] ?? field)))
  const own = you ? 'your ' : ''
  if (names.length === 0) return you ? 'your record' : 'the record'
  if (names.length > 5) return `${own}${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
  return names.length === 1
    ? `${own}${names[0]}`
    : `${own}${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
