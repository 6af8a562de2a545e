import { isSecretKind } from '../../core/secrets.ts'
import { dayKey, listOf } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import type { LedgerLine, Standing } from '../shapes.ts'
import { together } from './facts.ts'

/** For what was agreed to or withdrawn the ledger names that purpose in place of fields. */
const CHOICES = [
  ...['granted', 'withdrawn', 'accepted', 'refused', 'confirmed', 'declined'],
  ...['renewed', 'ended'],
]

const LOOKS = ['opened', 'listed', 'searched', 'exported']

const MOST_FIELDS = 5

/** What is told alike on one day is told once, however often it happened. */
export interface Happening {
  readonly sentence: string
  readonly times: number
  /** When it last happened. */
  readonly at: string
}

export interface Day {
  readonly key: string
  readonly at: Date
  readonly happenings: readonly Happening[]
}

/**
 * The lines of the ledger as days of a story, newest first, each of the reader's own time zone.
 * @param sentence tells one line
 */
export function daysOf(lines: readonly LedgerLine[], sentence: (line: LedgerLine) => string): Day[] {
  const days = new Map<string, { at: Date; told: Map<string, Happening> }>()
  for (const line of lines) {
    const at = new Date(line.at)
    const key = dayKey(at)
    const today = days.get(key) ?? { at, told: new Map<string, Happening>() }
    days.set(key, today)
    const said = sentence(line)
    const before = today.told.get(said)
    today.told.set(said, { sentence: said, times: (before?.times ?? 0) + 1, at: before?.at ?? line.at })
  }
  return [...days].map(([key, { at, told }]) => ({ key, at, happenings: [...told.values()] }))
}

/** A line in a sentence; what this page has no words for is told in the server's own, which are English. */
export function sentenceOf(
  t: Tell,
  language: string,
  line: LedgerLine,
  standing: readonly Standing[] = [],
): string {
  const told = ownSentence(t, language, line, standing) ?? otherwise(t, language, line)
  return line.reason ? told + t('told.reason', { reason: line.reason }) : told
}

function otherwise(t: Tell, language: string, line: LedgerLine): string {
  if (/^en\b/.test(language)) return line.sentence.replace(/\.?$/, '.')
  if (line.actor.kind === 'person') return t('told.self_else')
  return t('told.other', { who: whoOf(t, line), why: whyOf(t, line.purpose) })
}

function ownSentence(
  t: Tell,
  language: string,
  line: LedgerLine,
  standing: readonly Standing[],
): string | null {
  const self = line.actor.kind === 'person'
  const key = `told.${self ? 'self_' : ''}${deedOf(line.kind)}`
  const fields = listOf(fieldsTold(t, line), language)
  const values = {
    who: whoOf(t, line),
    why: self ? '' : whyOf(t, line.purpose, standing.find((one) => one.purpose === line.purpose)?.says),
    purpose: purposeOf(
      t,
      CHOICES.includes(deedOf(line.kind)) ? (line.fields[0] ?? '') : line.purpose,
      standing,
    ),
    fields,
  }
  return nameOf(t, fields === '' ? `${key}_plain` : key, nameOf(t, key, '', values), values) || null
}

/** The fields by their names in a sentence, the first few of many. */
function fieldsTold(t: Tell, line: LedgerLine): string[] {
  const names = together(line.fields).map((field) => {
    const what = nameOf(t, `your.${field}`, field.replaceAll('_', ' '))
    // of what is in the vault a look shows a mask; opening it is a deed of its own
    return isSecretKind(field) && LOOKS.includes(deedOf(line.kind)) ? t('your.ending', { what }) : what
  })
  if (names.length <= MOST_FIELDS) return names
  const first = names.slice(0, MOST_FIELDS - 1)
  return [...first, t('your.more', { count: names.length - first.length })]
}

function whoOf(t: Tell, line: LedgerLine): string {
  const { kind, team, name } = line.actor
  if (kind === 'system') return t('who.system')
  if (!team) return t('who.staff')
  // A team is named by the branch of the purposes it works for.
  const from = nameOf(t, `team.${line.purpose.split('.')[0]}`, team)
  return name ? t('who.named', { name, team: from }) : t('who.team', { team: from })
}

/** What for, as the end of a sentence: by the purpose's id where we have words for it, else by what it says. */
export function whyOf(t: Tell, purpose: string, says?: string): string {
  return nameOf(t, `why.${purpose}`, says ? t('why.other', { says }) : '')
}

function purposeOf(t: Tell, purpose: string, standing: readonly Standing[]): string {
  return nameOf(t, `purpose.${purpose}`, standing.find((one) => one.purpose === purpose)?.title ?? purpose)
}

/** The ledger names kinds as `<thing>.<deed>`; the story needs the deed. */
function deedOf(kind: string): string {
  return kind.slice(kind.lastIndexOf('.') + 1)
}
