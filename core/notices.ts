/**
 * The wordings that ship. A consent wording is what a person reads beside the switch, in the first person and
 * exactly as it is kept with their grant; it never changes: a new wording is a new version. A told wording is
 * one clause of the letter to someone whose data did not come from them (GDPR art. 14).
 * `{organisation}`, `{recipient}` and `{fields}` are filled in by `worded`.
 */
export interface Notice {
  /** `<purpose id>@<version>`, such as `marketing.email@1`. */
  readonly id: string
  readonly text: string
  /** What the wording promises about how often and when; whoever sends keeps to it. */
  readonly limits?: ReachLimits
}

export interface ReachLimits {
  readonly most?: { readonly times: number; readonly per: 'month' | 'year' }
  /** Whole hours of the day where the person lives, `to` exclusive, on working days (Monday to Friday). */
  readonly workingHours?: { readonly from: number; readonly to: number }
}

const CONSENTS = {
  'service.request': {
    text: 'I would like {organisation} to keep what I write about this request, so that they can answer me. I can stop this at any time.',
  },
  'support.diagnose': {
    text: 'I would like {organisation} to look at the technical data of my device to find this fault, until the date shown here and no longer. I can stop this at any time.',
  },
  'sales.enquiry': {
    text: 'I would like {organisation} to answer my enquiry and to keep it until six months after our last word. I can stop this at any time.',
  },
  'sales.account': {
    text: 'I would like {organisation} to advise me on what else could serve me, for as long as I am with them. I can stop this at any time.',
  },
  'sales.prospecting': {
    text: 'I would like {organisation} to approach me about what they offer, for twelve months at most. I can stop this at any time.',
  },
  'marketing.email': {
    text: 'I would like {organisation} to tell me about offers by e-mail, at most twice a month. I can stop this at any time.',
    limits: { most: { times: 2, per: 'month' } },
  },
  'marketing.sms': {
    text: 'I would like {organisation} to tell me about offers by text message, at most once a month. I can stop this at any time.',
    limits: { most: { times: 1, per: 'month' } },
  },
  'marketing.phone': {
    text: 'I would like {organisation} to call me about offers, on working days between 9 and 18. I can stop this at any time.',
    limits: { workingHours: { from: 9, to: 18 } },
  },
  'marketing.post': {
    text: 'I would like {organisation} to tell me about offers by letter, at most four times a year. I can stop this at any time.',
    limits: { most: { times: 4, per: 'year' } },
  },
  'marketing.profiling': {
    text: 'I would like {organisation} to choose which offers I hear of by what they know of me, and to see whether they helped. I can stop this at any time, and see why I was chosen.',
  },
  'suitability.check': {
    text: 'I would like {organisation} to use what I tell them of my money, my household and my circumstances for one thing only: to keep offers from me that could harm me. I can stop this at any time.',
  },
} as const satisfies Record<string, Omit<Notice, 'id'>>

export type ConsentPurposeId = keyof typeof CONSENTS

/** The first version of the wording that ships for a purpose. */
export function firstNotice(purpose: ConsentPurposeId): Notice {
  return { id: `${purpose}@1`, ...CONSENTS[purpose] }
}

/** Every consent wording that ships, one per purpose that accepts consent. */
export const SHIPPED_NOTICES: readonly Notice[] = (Object.keys(CONSENTS) as ConsentPurposeId[]).map(
  firstNotice,
)

/** The wording for a sharing agreement whose basis is consent. */
export const SHARING_WORDING =
  'I would like {organisation} to give {fields} to {recipient}, for the purpose named here and nothing else. I can stop this at any time.'

/** One clause per purpose for the letter of GDPR art. 14, after "we use it": what for, and for how long. */
export const TOLD: Readonly<Record<string, string>> = {
  'service.request': 'to answer what you ask us, until 24 months after our last word',
  'service.account': 'to run what you have with us, until the contract and its terms end',
  'support.diagnose': 'to find a technical fault, only after you agree and only until the date you agree to',
  'sales.enquiry': 'to answer your enquiry, until six months after our last word',
  'sales.account': 'to advise you as a customer, for as long as you are one',
  'sales.prospecting': 'to approach you about what we offer, for twelve months at most',
  'marketing.email': 'to tell you about offers by e-mail, only after you agree and until you withdraw',
  'marketing.sms': 'to tell you about offers by text message, only after you agree and until you withdraw',
  'marketing.phone': 'to call you about offers, only after you agree and until you withdraw',
  'marketing.post': 'to tell you about offers by letter, only after you agree and until you withdraw',
  'marketing.profiling': 'to choose which offers fit you, only after you agree and until you withdraw',
  'suitability.check': 'to keep offers from you that could harm you, and for nothing else',
  sharing: 'to give what an agreement names to the recipient it names, until the agreement ends',
  'rights.request': 'to serve your own rights, and to show for 36 months that we did',
  'legal.retention': 'to keep what a law makes us keep, locked away until its date',
  'security.incident': 'to warn you when something went wrong, until twelve months after it',
  'analytics.aggregate': 'to count people without looking at anyone',
}

/**
 * Fills the names into a wording.
 * @param text a wording with places such as `{organisation}`
 * @param names what stands in each place; a place without a name stays as it is, so that a gap is seen
 */
export function worded(text: string, names: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(names, name) ? names[name]! : place,
  )
}
