import { COMPARTMENTS, FIELDS, type Compartment, type FieldName } from './fields.ts'
import { firstNotice, type ConsentPurposeId, type Notice } from './notices.ts'

/** The lawful grounds of GDPR art. 6(1), in its order. */
export const BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interest',
  'public_task',
  'legitimate_interest',
] as const
export type Basis = (typeof BASES)[number]

export const ROLES = ['administrator', 'sales', 'marketing', 'service', 'support', 'privacy_officer'] as const
export type Role = (typeof ROLES)[number]

export type ActorKind = 'staff' | 'person' | 'system'

/**
 * How long a grant for the purpose lasts when nobody ends it. Months are calendar months in UTC.
 * `after: 'grant'`: from the moment it took effect; `after: 'last_word'`: each `renewed` mark starts it anew.
 * `until: 'grant'`: to the end the grant states, or so many months where it states none.
 * `until: 'relation'`: to the end of contract or relation, which is a mark of its own.
 * `until: 'open'`: no end by itself (see `silence`).
 */
export type Term =
  | { readonly months: number; readonly after: 'grant' | 'last_word' }
  | { readonly until: 'grant'; readonly months: number }
  | { readonly until: 'relation' | 'open' }

/**
 * `granted` applies to a person by a grant; `by_law` applies to everyone held, with no grant;
 * `aggregate` counts and opens nobody; `group` is a heading of the tree that no one can work for.
 */
export type PurposeKind = 'granted' | 'by_law' | 'aggregate' | 'group'

export interface Purpose {
  readonly id: string
  readonly parent: string | null
  readonly kind: PurposeKind
  readonly title: string
  /** What it is for, after "we use it to": one clause the person could read. */
  readonly says: string
  /** A term of the W3C Data Privacy Vocabulary, such as `dpv:DirectMarketing`. */
  readonly dpv: string
  readonly bases: readonly Basis[]
  /** Staff need one of these roles; other actors are in `actors`. */
  readonly roles: readonly Role[]
  readonly actors: readonly ActorKind[]
  readonly opens: readonly Compartment[]
  /** Where present, only these fields of the compartments open. */
  readonly fields?: readonly FieldName[]
  readonly term: Term
  /** The person is asked again, and the grant has ended, after so many months without a word. */
  readonly silence?: { readonly months: number }
  /** The balancing test that ships (GDPR art. 6(1)(f)); without one a legitimate interest needs a signed test. */
  readonly balancing?: string
  /** The wording that ships, wherever consent is accepted. */
  readonly notice?: Notice
}

/** The tree that ships with every installation (contract, "Purposes that ship"). */
export const SHIPPED: readonly Purpose[] = [
  group('service', 'Service', 'serve you', 'dpv:CustomerCare'),
  granted('service.request', {
    title: 'Service requests',
    says: 'answer what you ask us',
    dpv: 'dpv:CommunicationForCustomerCare',
    bases: ['contract', 'consent', 'legitimate_interest'],
    roles: ['service', 'support'],
    opens: ['identity', 'contact', 'relation', 'vault'],
    term: { months: 24, after: 'last_word' },
    balancing:
      'The person wrote or called first and expects an answer. Only what the answer needs is opened, to those who answer, and it ends 24 months after the last word. The person can object at any time, and then it ends at once.',
  }),
  granted('service.account', {
    title: 'Running the account',
    says: 'run what you have with us',
    dpv: 'dpv:ServiceProvision',
    bases: ['contract'],
    roles: ['service', 'support', 'sales'],
    opens: ['identity', 'contact', 'relation', 'demographic', 'vault'],
    term: { until: 'relation' },
  }),
  group('support', 'Support', 'mend what does not work', 'dpv:TechnicalServiceProvision'),
  granted('support.diagnose', {
    title: 'Technical diagnosis',
    says: 'find a technical fault',
    dpv: 'dpv:RepairImpairments',
    bases: ['consent'],
    roles: ['support'],
    actors: ['staff'],
    opens: ['identity', 'technical'],
    term: { until: 'grant', months: 1 },
  }),
  group('sales', 'Sales', 'sell what serves you', 'dpv:SellProducts'),
  granted('sales.enquiry', {
    title: 'Sales enquiries',
    says: 'answer your own enquiry',
    dpv: 'dpv:EstablishContractualAgreement',
    bases: ['contract', 'consent'],
    roles: ['sales'],
    opens: ['identity', 'contact', 'relation'],
    term: { months: 6, after: 'last_word' },
  }),
  granted('sales.account', {
    title: 'Advice to customers',
    says: 'advise you as a customer',
    dpv: 'dpv:CustomerRelationshipManagement',
    bases: ['consent', 'contract', 'legitimate_interest'],
    roles: ['sales'],
    opens: ['identity', 'contact', 'relation'],
    term: { until: 'relation' },
  }),
  granted('sales.prospecting', {
    title: 'Prospecting',
    says: 'approach you about what we offer',
    dpv: 'dpv:SellProductsToDataSubject',
    bases: ['consent', 'legitimate_interest'],
    roles: ['sales'],
    opens: ['identity', 'contact'],
    term: { months: 12, after: 'grant' },
  }),
  group('marketing', 'Marketing', 'tell you about offers', 'dpv:Marketing'),
  marketing('marketing.email', 'Offers by e-mail', 'tell you about offers by e-mail', ['email']),
  marketing('marketing.sms', 'Offers by text message', 'tell you about offers by text message', ['phone']),
  marketing('marketing.phone', 'Offers by phone', 'call you about offers', ['phone']),
  marketing('marketing.post', 'Offers by post', 'tell you about offers by letter', [
    'street',
    'postcode',
    'city',
  ]),
  granted('marketing.profiling', {
    title: 'Choosing offers',
    says: 'choose which offers fit you and see whether they helped',
    dpv: 'dpv:PersonalisedAdvertising',
    bases: ['consent'],
    roles: ['marketing'],
    opens: ['identity', 'demographic'],
    term: { until: 'open' },
    silence: { months: 24 },
  }),
  group('suitability', 'Suitability', 'keep harm away from you', 'dpv:CustomerManagement'),
  granted('suitability.check', {
    title: 'Keeping harm away',
    says: 'keep offers from you that could harm you',
    dpv: 'dpv:OptimisationForConsumer',
    bases: ['contract', 'legal_obligation', 'consent'],
    roles: ['privacy_officer'],
    opens: ['finance', 'demographic', 'protective'],
    term: { until: 'relation' },
  }),
  group('sharing', 'Sharing', 'give what an agreement names to its recipient', 'dpv:ServiceProvision'),
  group('rights', 'Rights', 'serve your rights', 'dpv:RightsFulfilment'),
  {
    id: 'rights.request',
    parent: 'rights',
    kind: 'by_law',
    title: 'Your own rights',
    says: 'serve your own rights',
    dpv: 'dpv:RightsFulfilment',
    bases: ['legal_obligation'],
    roles: ['privacy_officer'],
    actors: ['person', 'staff', 'system'],
    opens: COMPARTMENTS,
    term: { months: 36, after: 'last_word' },
  },
  group('legal', 'Law', 'do what a law asks', 'dpv:LegalCompliance'),
  granted('legal.retention', {
    title: 'Kept by law',
    says: 'keep what a law makes us keep',
    dpv: 'dpv:LegalCompliance',
    bases: ['legal_obligation'],
    roles: ['privacy_officer'],
    opens: ['identity', 'contact', 'relation', 'finance', 'vault'],
    term: { until: 'grant', months: 120 },
  }),
  group('security', 'Security', 'keep your data safe', 'dpv:EnforceSecurity'),
  {
    id: 'security.incident',
    parent: 'security',
    kind: 'by_law',
    title: 'Security incidents',
    says: 'warn you when something went wrong',
    dpv: 'dpv:EnforceSecurity',
    bases: ['legal_obligation'],
    roles: ['privacy_officer'],
    actors: ['staff', 'system'],
    opens: ['identity', 'contact'],
    term: { months: 12, after: 'last_word' },
  },
  group('analytics', 'Counting', 'count', 'dpv:OptimisationForController'),
  {
    id: 'analytics.aggregate',
    parent: 'analytics',
    kind: 'aggregate',
    title: 'Counting',
    says: 'count people without looking at anyone',
    dpv: 'dpv:ImproveInternalCRMProcesses',
    bases: [],
    roles: ROLES,
    actors: ['staff', 'system'],
    opens: [],
    term: { until: 'open' },
  },
]

/** A purpose of the registry by its id, or undefined: an unknown purpose means no. */
export function findPurpose(id: string, registry: readonly Purpose[] = SHIPPED): Purpose | undefined {
  return registry.find((purpose) => purpose.id === id)
}

/**
 * Whether a consent for the purpose must be proven before it counts, when it did not come from the person with
 * their confirmation: selling to someone is where a claim is worth most. By id, so that no purpose an
 * organisation adds below these can lose it.
 */
export function mustBeProven(purposeId: string): boolean {
  return (
    purposeId.startsWith('marketing.') ||
    purposeId === 'sales.prospecting' ||
    purposeId.startsWith('sales.prospecting.')
  )
}

/** Whether a purpose opens a field on a row that its policy shows; open columns go with the row. */
export function opensField(purpose: Purpose, field: FieldName): boolean {
  if (purpose.kind === 'group' || purpose.kind === 'aggregate') return false
  const { compartment } = FIELDS[field]
  if (compartment === 'open') return true
  return purpose.opens.includes(compartment) && (purpose.fields?.includes(field) ?? true)
}

function group(id: string, title: string, says: string, dpv: string): Purpose {
  const nothing = { bases: [], roles: [], actors: [], opens: [], term: { until: 'open' } } as const
  return { id, parent: null, kind: 'group', title, says, dpv, ...nothing }
}

type Granted = Omit<Purpose, 'id' | 'parent' | 'kind' | 'actors' | 'notice'> & {
  readonly actors?: readonly ActorKind[]
}

function granted(id: string, rest: Granted): Purpose {
  const notice = rest.bases.includes('consent') ? { notice: firstNotice(id as ConsentPurposeId) } : {}
  return {
    id,
    parent: id.slice(0, id.lastIndexOf('.')),
    kind: 'granted',
    actors: ['staff', 'system'],
    ...rest,
    ...notice,
  }
}

function marketing(
  id: ConsentPurposeId,
  title: string,
  says: string,
  address: readonly FieldName[],
): Purpose {
  return granted(id, {
    title,
    says,
    dpv: 'dpv:DirectMarketing',
    bases: ['consent'],
    roles: ['marketing'],
    opens: ['identity', 'contact'],
    fields: ['given_name', 'language', ...address],
    term: { until: 'open' },
    silence: { months: 24 },
  })
}
