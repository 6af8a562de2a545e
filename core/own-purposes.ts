import { Problem } from './errors.ts'
import { FIELDS, type Compartment, type FieldName } from './fields.ts'
import { SHARING_WORDING } from './notices.ts'
import { SHIPPED, findPurpose, type Basis, type Purpose } from './purposes.ts'

/**
 * Checks a purpose that an organisation adds below the shipped ones: it may only narrow. Its limit is the nearest
 * purpose above it that is not a heading; below a heading, one of the shipped purposes beside it.
 * @param child the purpose to add, complete
 * @param registry what exists already, its parent among it
 * @throws Problem `purpose_unknown` (no such parent), `basis_not_accepted`, `notice_missing`, `input_invalid` with a
 *   pointer to the part that would widen or does not fit
 */
export function validateOwnPurpose(child: Purpose, registry: readonly Purpose[] = SHIPPED): void {
  const parent = child.parent === null ? undefined : findPurpose(child.parent, registry)
  // an own one that has ended is a heading, and nothing begins below it any more
  if (!parent || (parent.kind === 'group' && !findPurpose(parent.id)))
    throw new Problem('purpose_unknown', { pointer: '/parent' })
  checkName(child, parent, registry)
  if (child.kind !== 'granted') wrong('/kind', 'An own purpose rests on grants.')
  // Only an agreement makes a purpose of sharing.
  if (parent.id === 'sharing' || parent.id.startsWith('sharing.')) wrong('/parent', 'Register an agreement.')
  const problems = limitsOf(parent, registry).map((limit) => widens(child, limit))
  if (!problems.includes(null)) throw problems[0] ?? new Problem('input_invalid', { pointer: '/parent' })
  if (child.balancing !== undefined) wrong('/balancing', 'A second person signs a test of its own.')
  if (child.bases.includes('consent') && !noticeFits(child)) {
    throw new Problem('notice_missing', { pointer: '/notice' })
  }
}

/** What an agreement says about the purpose it serves. */
export interface SharingTerms {
  /** Short name of the recipient, in lower-case letters, digits and underscores. */
  readonly recipient: string
  readonly title: string
  readonly says: string
  readonly dpv: string
  readonly bases: readonly Basis[]
  readonly fields: readonly FieldName[]
}

/** DPV terms that no agreement can express: data is never sold. */
const NEVER = ['dpv:SellDataToThirdParties', 'dpv:SellInsightsFromData']

/**
 * The purpose `sharing.<recipient>` of an agreement. Its grants end with the agreement, whose end they state.
 * @throws Problem `input_invalid` with a pointer: a sale, no field, a secret or protective one, or a bad name
 */
export function sharingPurpose(terms: SharingTerms): Purpose {
  if (!/^[a-z][a-z0-9_]*$/.test(terms.recipient)) wrong('/recipient', 'Use lower-case letters and digits.')
  if (NEVER.includes(terms.dpv)) wrong('/dpv', 'Data is never sold.')
  if (terms.fields.length === 0) wrong('/fields', 'Name the fields.')
  if (terms.bases.length === 0) wrong('/bases', 'Name a basis.')
  const opens = [...new Set(terms.fields.flatMap((field) => compartmentOf(field) ?? []))]
  if (opens.includes('protective')) wrong('/fields', 'A protective fact never leaves.')
  const id = `sharing.${terms.recipient}`
  return {
    id,
    parent: 'sharing',
    kind: 'granted',
    title: terms.title,
    says: terms.says,
    dpv: terms.dpv,
    bases: terms.bases,
    roles: [],
    actors: ['system'],
    opens,
    fields: terms.fields,
    term: { until: 'grant', months: 12 },
    ...(terms.bases.includes('consent') ? { notice: { id: `${id}@1`, text: SHARING_WORDING } } : {}),
  }
}

function checkName(child: Purpose, parent: Purpose, registry: readonly Purpose[]): void {
  const own = child.id.startsWith(`${parent.id}.`) ? child.id.slice(parent.id.length + 1) : ''
  if (!/^[a-z][a-z0-9_]*$/.test(own)) wrong('/id', 'Write it as the parent, a dot, and a word of its own.')
  if (findPurpose(child.id, registry)) wrong('/id', 'It is taken.')
  if (!child.title.trim()) wrong('/title', 'Give it a title.')
  if (!child.says.trim()) wrong('/says', 'Say what it is for.')
  if (!/^dpv:[A-Z]\w+$/.test(child.dpv) || NEVER.includes(child.dpv)) wrong('/dpv', 'Name a term of the DPV.')
}

/** What would make the child more than its limit; null where it only narrows. */
function widens(child: Purpose, limit: Purpose): Problem | null {
  const more = (pointer: string, what: string) =>
    new Problem('input_invalid', { pointer, detail: `${what} than ${limit.id}.` })
  if (child.bases.length === 0 || !within(child.bases, limit.bases)) {
    return new Problem('basis_not_accepted', { pointer: '/bases' })
  }
  if (!within(child.roles, limit.roles)) return more('/roles', 'More roles')
  if (!within(child.actors, limit.actors)) return more('/actors', 'More actors')
  if (!within(child.opens, limit.opens)) return more('/opens', 'More compartments')
  if (limit.fields && !within(child.fields ?? [null], limit.fields)) return more('/fields', 'More fields')
  if (longest(child) > longest(limit) || (rolls(child) && !rolls(limit))) return more('/term', 'Kept longer')
  const silence = child.silence?.months ?? Infinity
  return limit.silence && silence > limit.silence.months ? more('/silence', 'Asked again later') : null
}

function limitsOf(parent: Purpose, registry: readonly Purpose[]): readonly Purpose[] {
  const above = nearestUse(parent, registry)
  const top = parent.id.split('.')[0]!
  return above ? [above] : SHIPPED.filter((shipped) => shipped.parent === top)
}

function nearestUse(from: Purpose, registry: readonly Purpose[]): Purpose | undefined {
  let purpose: Purpose | undefined = from
  while (purpose && purpose.kind === 'group') {
    purpose = purpose.parent === null ? undefined : findPurpose(purpose.parent, registry)
  }
  return purpose
}

function compartmentOf(field: FieldName): Compartment | null {
  const { compartment } = FIELDS[field]
  return compartment === 'open' ? null : compartment
}

/** Months a grant lasts without a word, `Infinity` where only the relation or the person ends it. */
function longest({ term }: Purpose): number {
  return 'months' in term ? term.months : Infinity
}

/** Whether later words can prolong a grant, or nothing ends it by itself. */
function rolls({ term }: Purpose): boolean {
  return 'after' in term ? term.after === 'last_word' : term.until !== 'grant'
}

function noticeFits({ id, notice }: Purpose): boolean {
  return notice !== undefined && notice.id.startsWith(`${id}@`) && notice.text.trim() !== ''
}

function within<T>(some: readonly T[], all: readonly T[]): boolean {
  return some.every((one) => all.includes(one))
}

function wrong(pointer: string, detail: string): never {
  throw new Problem('input_invalid', { pointer, detail })
}
