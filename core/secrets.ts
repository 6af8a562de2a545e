import { parseCard } from './identifiers/card.ts'
import { parseIban } from './identifiers/iban.ts'
import { parseNationalId } from './identifiers/national-id.ts'
import { Problem } from './errors.ts'
import type { Role } from './purposes.ts'

/** What stands in the vault and nowhere else (design, section 5, class "secret"). */
export const SECRETS = {
  card: { label: 'Card number' },
  iban: { label: 'Bank account' },
  national_id: { label: 'Identity number' },
} as const

export type SecretKind = keyof typeof SECRETS

/** A secret in its normal form, and what people see of it. */
export interface NormalSecret {
  readonly kind: SecretKind
  /** The whole number: for the vault, and for nothing else. */
  readonly value: string
  readonly masked: string
}

/** Narrows a name that came from outside. */
export function isSecretKind(name: string): name is SecretKind {
  return Object.hasOwn(SECRETS, name)
}

/**
 * A number in its normal form.
 * @param country of the person, for an identity number
 * @throws Problem card_malformed, iban_malformed, national_id_malformed, with a pointer to `/fields/<kind>`
 */
export function normaliseSecret(kind: SecretKind, value: string, country?: string): NormalSecret {
  try {
    if (kind === 'card') {
      const card = parseCard(value)
      return { kind, value: card.digits, masked: card.mask }
    }
    if (kind === 'iban') {
      const { iban, mask } = parseIban(value)
      return { kind, value: iban, masked: mask }
    }
    const { id, mask } = parseNationalId(value, country)
    return { kind, value: id, masked: mask }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { pointer: `/fields/${kind}` })
  }
}

/**
 * The purposes for which a whole secret may be opened, and by whom. Running what somebody bought needs it to pay or to
 * refund; what a law makes us keep needs it to be handed over. Everything else does with the mask, a person's own
 * rights among it: what they know themself is not shown to staff on their account.
 */
const OPENERS: Readonly<Record<string, readonly Role[]>> = {
  'service.account': ['service'],
  'legal.retention': ['privacy_officer'],
}

/** The roles that may open whole secrets for a purpose, or for one below it; none where it opens no secrets. */
export function openersOf(purpose: string): readonly Role[] {
  const found = Object.keys(OPENERS).find((id) => purpose === id || purpose.startsWith(`${id}.`))
  return found === undefined ? [] : OPENERS[found]!
}

/** Minutes for which a password that was asked again counts. */
export const FRESH_MINUTES = 5
