import type { Seeded } from './random.ts'

/** A grant as it would arrive from outside (contract, "Shapes"), and what became of it. */
export interface InventedGrant {
  readonly id: string
  readonly purpose: string
  readonly basis: string
  readonly notice?: string
  readonly evidence: {
    readonly kind: string
    readonly detail: string
    readonly ref?: string
    readonly at: string
  }
  /** Minutes after it was given at which it ends by itself. */
  readonly minutes?: number
  /** `waits`: nobody has looked at it yet; `counts`: needs no check. */
  readonly outcome: 'counts' | 'confirmed' | 'accepted' | 'refused' | 'waits'
  readonly withdrawn: boolean
}

/** What a person is to the bank. */
export type Part = 'holder' | 'asking' | 'reader' | 'former'

const OFFERS: readonly (readonly [purpose: string, of: number])[] = [
  ['marketing.email', 0.44],
  ['marketing.post', 0.18],
  ['marketing.sms', 0.11],
  ['marketing.phone', 0.08],
  ['marketing.profiling', 0.07],
]

export interface Came {
  readonly part: Part
  /** Who wrote it down; null: the system, and nothing that it wrote can be accepted by a second person. */
  readonly by: string | null
  /** RFC 3339. */
  readonly day: string
  /** For the grants' ids: milliseconds since 1970. */
  readonly at: number
}

/** The grants of one person. */
export function inventGrants(random: Seeded, { part, by, day, at }: Came): InventedGrant[] {
  const grant = (purpose: string, rest: Partial<InventedGrant> = {}): InventedGrant => ({
    id: random.id(at),
    purpose,
    basis: 'contract',
    evidence: { kind: 'contract', detail: 'current account agreement', ref: refOf(random), at: day },
    outcome: 'counts',
    withdrawn: false,
    ...rest,
  })
  if (part === 'asking') {
    const evidence = { kind: 'message', detail: 'asked about a mortgage by e-mail', at: day }
    return [grant('sales.enquiry', { evidence })]
  }
  if (part === 'reader')
    return [grant('marketing.email', consent(random, 'marketing.email', day, 'confirmed'))]
  const withdrawn = part === 'former'
  const grants = [grant('service.account', { withdrawn }), grant('service.request', { withdrawn })]
  if (withdrawn)
    return [...grants, grant('marketing.email', consent(random, 'marketing.email', day, 'confirmed'))]
  if (random.chance(0.3)) {
    const evidence = { kind: 'contract', detail: 'agreement on advice', ref: refOf(random), at: day }
    grants.push(grant('sales.account', { evidence }))
  }
  for (const [purpose, of] of OFFERS)
    if (random.chance(of)) grants.push(offered(random, grant, purpose, day, by))
  if (random.chance(0.02)) grants.push(diagnosis(grant, day))
  return grants
}

type Make = (purpose: string, rest: Partial<InventedGrant>) => InventedGrant

function offered(random: Seeded, make: Make, purpose: string, day: string, by: string | null): InventedGrant {
  const roll = random.share()
  const checked = roll < 0.84 ? 'accepted' : roll < 0.96 ? 'waits' : 'refused'
  const outcome = roll < 0.62 ? 'confirmed' : by === null ? 'waits' : checked
  const given = make(purpose, consent(random, purpose, day, outcome))
  return outcome === 'confirmed' && random.chance(0.14) ? { ...given, withdrawn: true } : given
}

/** Only for as long as a technician needs. */
function diagnosis(make: Make, day: string): InventedGrant {
  return make('support.diagnose', {
    basis: 'consent',
    notice: 'support.diagnose@1',
    evidence: { kind: 'call', detail: 'agreed on the phone to a look at the app', at: day },
    minutes: 15,
  })
}

function consent(
  random: Seeded,
  purpose: string,
  day: string,
  outcome: InventedGrant['outcome'],
): Pick<InventedGrant, 'basis' | 'notice' | 'evidence' | 'outcome'> {
  const evidence =
    outcome === 'confirmed'
      ? { kind: 'form', detail: 'the form “Open an account”, version 4', ref: refOf(random), at: day }
      : random.chance(0.7)
        ? { kind: 'paper', detail: 'signed sheet, filed at the branch', ref: refOf(random), at: day }
        : { kind: 'call', detail: 'said on the phone, recording kept', ref: refOf(random), at: day }
  return { basis: 'consent', notice: `${purpose}@1`, evidence, outcome }
}

function refOf(random: Seeded): string {
  return `HB-${random.one(['K', 'M', 'S', 'R'])}-${random.whole(100_000, 999_999)}`
}
