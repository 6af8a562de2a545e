import { isSecretKind } from '../../core/secrets.ts'
import type { Known, Masked, Me, Secret, Source, Withheld } from '../shapes.ts'

/** Fields that people take for one fact. They are shown, counted and corrected together. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  name: ['given_name', 'family_name'],
  address: ['street', 'postcode', 'city', 'country'],
}

/** The order of a letter: who you are, how to reach you, then the rest as it comes. */
const ORDER = ['name', 'title', 'email', 'phone', 'address', 'birth_date', 'language', 'customer_number']

export interface Field {
  readonly name: string
  readonly known: Known
}

/** One line of what we hold: a fact of one or more fields, or one that is withheld. */
export type Fact =
  | { readonly key: string; readonly is: 'known' | 'secret'; readonly fields: readonly Field[] }
  | { readonly key: string; readonly is: 'withheld' }

/** What is held, as the lines of the letter. */
export function factsOf(fields: Me['person']['fields'], secrets: readonly Secret[] = []): Fact[] {
  const facts = new Map<string, Fact>()
  for (const [name, held] of Object.entries(fields)) {
    if ('masked' in held) {
      const same = secrets.filter(({ kind }) => kind === name)
      const masks = (same.length > 0 ? same : [{ ...held, where: name }]).map(
        ({ masked: value, source = null, where = name }) => ({
          value,
          source,
          ...(where === name ? {} : { stood: where }),
        }),
      )
      facts.set(name, { key: name, is: 'secret', fields: masks.map((known) => ({ name, known })) })
      continue
    }
    if (isWithheld(held)) {
      facts.set(name, { key: name, is: 'withheld' })
      continue
    }
    const key = groupOf(name)
    const before = facts.get(key)
    const together = before && before.is !== 'withheld' ? before.fields : []
    facts.set(key, { key, is: 'known', fields: inOrder(key, [...together, { name, known: held }]) })
  }
  return [...facts.values()].sort((a, b) => place(a) - place(b))
}

/**
 * How many facts we hold: the lines shown, and what the server counted beyond the fields (in letters, notes, files).
 * So the number in the opening is the number of lines below it.
 */
export function countOf(me: Pick<Me, 'person' | 'counts'>): { lines: number; beyond: number } {
  const beyond = Math.max(0, me.counts.facts - Object.keys(me.person.fields).length)
  return { lines: factsOf(me.person.fields).length, beyond }
}

/** Fields by the names they have together: street and city are "your address" when both are there. */
export function together(fields: readonly string[]): string[] {
  return [...new Set(fields.map((name) => (fieldsIn(groupOf(name), fields) > 1 ? groupOf(name) : name)))]
}

/** Values with the same source said once; the others each with what they are the source of. */
export function sourcesOf(fields: readonly Field[]): { source: Source; names: string[] }[] {
  const told = new Map<string, { source: Source; names: string[] }>()
  for (const { name, known } of fields) {
    const source = known.source
    if (!source) continue
    const key = [source.kind, source.detail ?? '', source.collected_at ?? source.recorded_at ?? ''].join('\n')
    const same = told.get(key)
    if (same) same.names.push(name)
    else told.set(key, { source, names: [name] })
  }
  return [...told.values()]
}

/** How many values there were before the present ones. */
export function earlierOf(fields: readonly Field[]): number {
  const count = (earlier: Known['earlier']) =>
    typeof earlier === 'number' ? earlier : (earlier?.length ?? 0)
  return fields.reduce((sum, field) => sum + count(field.known.earlier), 0)
}

function groupOf(name: string): string {
  return Object.keys(TOGETHER).find((key) => TOGETHER[key]?.includes(name)) ?? name
}

function fieldsIn(key: string, fields: readonly string[]): number {
  return new Set(fields.filter((name) => groupOf(name) === key)).size
}

function inOrder(key: string, fields: Field[]): Field[] {
  const order = TOGETHER[key] ?? []
  return fields.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

function place(fact: Fact): number {
  const at = ORDER.indexOf(fact.key)
  if (at >= 0) return at
  return isSecretKind(fact.key) ? ORDER.length + 1 : ORDER.length
}

function isWithheld(held: Known | Masked | Withheld): held is Withheld {
  return 'withheld' in held
}
