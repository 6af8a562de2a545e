import type { Purpose } from '../shapes.ts'

/** What a screen works for unless someone chose otherwise: the first of these that the role allows. */
const FIRST = {
  people: [
    'service.request',
    'sales.enquiry',
    'sales.account',
    'marketing.email',
    'marketing.sms',
    'support.diagnose',
    'rights.request',
  ],
  imports: ['service.request', 'sales.enquiry', 'marketing.email', 'rights.request'],
} as const

/** Purposes under which someone at the counter may be looked for: those that answer people. */
const AT_THE_COUNTER = ['service.request', 'service.account', 'sales.enquiry']

/** The purpose to look for someone at the counter with: the one at work if it answers people, else one that does. */
export function counterPurpose(
  purposes: readonly Purpose[],
  current: string | undefined,
): string | undefined {
  const allowed = AT_THE_COUNTER.filter((id) => purposes.some((purpose) => purpose.id === id))
  return allowed.find((id) => id === current) ?? allowed[0]
}

/** True where a purpose opens whole names, so that a list can be in their order and searched by them. */
export function opensNames(purpose: Pick<Purpose, 'opens' | 'fields'>): boolean {
  const { opens, fields } = purpose
  return (
    opens.includes('identity') &&
    (!fields || (fields.includes('given_name') && fields.includes('family_name')))
  )
}

/** A screen has one purpose; screens that show the same people share it. */
export type Screen = keyof typeof FIRST

/**
 * The purpose of a screen: the one that was chosen there if the role still allows it, else the screen's own, else the
 * first that opens anything. Undefined where the role names no purpose that opens people.
 */
export function purposeOf(
  screen: Screen,
  purposes: readonly Purpose[],
  chosen?: string | null,
): Purpose | undefined {
  const opening = purposes.filter((purpose) => purpose.opens.length > 0)
  const byId = (id: string) => opening.find((purpose) => purpose.id === id)
  const kept = chosen ? byId(chosen) : undefined
  return kept ?? FIRST[screen].map(byId).find(Boolean) ?? opening[0]
}
