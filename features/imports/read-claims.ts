import { foldText } from '../../core/fold.ts'
import type { Basis } from '../../core/purposes.ts'
import { readYesNo } from './read-yes-no.ts'
import type { Channel } from './mapping-targets.ts'

/**
 * What the old system says about permission. It is a claim and nothing else: it carries no evidence, opens nothing
 * and makes nobody mailable. A grant that rests on it waits until the person confirms it or a second person checks.
 */
export type Claim =
  | {
      readonly kind: 'basis'
      readonly column: string
      /** The ground of GDPR art. 6 that the words name; null where they name none. A legitimate interest is no consent. */
      readonly basis: Basis | null
      /** As it stands in the file. */
      readonly words: string
    }
  | { readonly kind: 'consent_at'; readonly column: string; /** RFC 3339, UTC. */ readonly at: string }

/** Words that take a permission back, or say that the address no longer takes mail. */
const TAKEN_BACK =
  /^(?:cleaned|archived|bounced|blocked|removed|stop|left|gesperrt|abgelehnt|refuse|rejete|rechazado)$|unsubscri|opted? ?_?out|optout|withdrawn|revoked|blacklist|suppress|complain|spam|abgemeldet|widerruf|widersproch|desabonn|desinscri|retire|revocado|dado de baja/u
/** Words that say there never was one. */
const NEVER_GIVEN =
  /never|not[ _-]?subscri|non[ _-]?subscri|not[ _-]?given|not[ _-]?opted|keine? |^kein$|nicht erteilt|pending|unconfirmed|unbestatigt|en attente|pendiente/u

const GROUNDS: readonly (readonly [Basis, RegExp])[] = [
  ['legitimate_interest', /legitimate|berechtigte|legitim|gerechtvaardigd/u],
  ['contract', /contract|vertrag|contrat|overeenkomst/u],
  [
    'legal_obligation',
    /legal obligation|legal requirement|rechtliche verpflichtung|obligation legale|obligacion legal/u,
  ],
  ['vital_interest', /vital|lebenswichtig/u],
  ['public_task', /public (?:task|interest)|offentliche|interet public|interes publico/u],
  [
    'consent',
    /consent|einwillig|zustimm|opt[ _-]?in|opted[ _-]?in|subscri|angemeldet|abonn|inscri|suscri|permission|granted/u,
  ],
]

export interface ReadBasis {
  readonly claim: Claim | null
  /** The channel on which the words take a permission back. */
  readonly optOut: Channel | null
}

/** Reads a cell of a column that speaks of permission: Legal basis, Consent, Accepts Email Marketing, Status. */
export function readBasis(text: string, column: string): ReadBasis {
  const words = foldText(text)
  if (words === '') return { claim: null, optOut: null }
  const plain = readYesNo(text)
  if (plain === false || NEVER_GIVEN.test(words)) return { claim: null, optOut: null }
  if (plain === true) return { claim: { kind: 'basis', column, basis: 'consent', words: text }, optOut: null }
  if (TAKEN_BACK.test(words)) return { claim: null, optOut: channelOf(column) }
  const basis = GROUNDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null
  return { claim: { kind: 'basis', column, basis, words: text }, optOut: null }
}

/** A status without a channel is that of a mailing list. */
function channelOf(column: string): Channel {
  const header = foldText(column)
  if (/sms|text|whatsapp/u.test(header)) return 'sms'
  if (/phone|call|telefon|anruf|appel/u.test(header)) return 'phone'
  return /postal|brief|courrier/u.test(header) ? 'post' : 'email'
}
