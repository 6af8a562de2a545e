import { Problem } from './errors.ts'
import { readInstant, type Instant } from './retention.ts'

/** GDPR art. 8(1): sixteen, unless a country has chosen a lower age. */
export const DEFAULT_CONSENT_AGE = 16

/**
 * From which age a person may consent for themself to a service offered to them at a distance, in full years:
 * the national choices under GDPR art. 8 in the EU and EEA (Denmark since 1 January 2024; in Norway the raise
 * from 13 that its government has put forward is taken as made), the UK with its islands (UK GDPR art. 8), the
 * USA (COPPA, 16 CFR 312). Switzerland has no fixed age, only the capacity to judge: the default stands.
 */
export const CONSENT_AGES: Readonly<Record<string, number>> = {
  AT: 14,
  BE: 13,
  BG: 14,
  CH: 16,
  CY: 14,
  CZ: 15,
  DE: 16,
  DK: 15,
  EE: 13,
  ES: 14,
  FI: 13,
  FR: 15,
  GB: 13,
  GG: 13,
  GR: 15,
  HR: 16,
  HU: 16,
  IE: 16,
  IM: 13,
  IS: 13,
  IT: 14,
  JE: 13,
  LI: 16,
  LT: 14,
  LU: 16,
  LV: 13,
  MT: 13,
  NL: 16,
  NO: 15,
  PL: 16,
  PT: 13,
  RO: 16,
  SE: 13,
  SI: 15,
  SK: 16,
  US: 13,
}

/** The age of consent of a country by its ISO 3166-1 code; the default for any other and for none. */
export function consentAge(country: string | null | undefined): number {
  // No name that every object carries is in capitals.
  return CONSENT_AGES[country?.toUpperCase() ?? ''] ?? DEFAULT_CONSENT_AGE
}

/**
 * Whether a person was under the age of consent on the day of a moment, in UTC. Who was born on 29 February
 * comes of age on 1 March of a year without one. An unknown birth date says nothing: false.
 * @param birthDate YYYY-MM-DD
 * @throws Problem `date_malformed`, `date_in_future`
 */
export function underAge(
  birthDate: string | null | undefined,
  country: string | null | undefined,
  on: Instant,
): boolean {
  if (birthDate === null || birthDate === undefined) return false
  if (birthDate.length !== 10) throw new Problem('date_malformed')
  const today = new Date(on).toISOString().slice(0, 10)
  if (readInstant(birthDate) > on) throw new Problem('date_in_future')
  const year = Number(birthDate.slice(0, 4)) + consentAge(country)
  const ofAge = `${String(year).padStart(4, '0')}${birthDate.slice(4)}`
  // Dates of one length compare as text, and 29 February of a common year falls before 1 March.
  return today < ofAge
}
