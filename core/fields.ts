/** Where a person's value is sealed: one blob per person and compartment (design, section 5). */
export const COMPARTMENTS = [
  'identity',
  'contact',
  'relation',
  'demographic',
  'finance',
  'technical',
  'protective',
  /** Masks of what is in the vault, with their sources; whole secrets are in no compartment (core/secrets.ts). */
  'vault',
] as const
export type Compartment = (typeof COMPARTMENTS)[number]

export type FieldType =
  'name' | 'text' | 'email' | 'phone' | 'date' | 'language' | 'country' | 'identifier' | 'money'

export interface Field {
  /** `open` values stand in plain columns and go with the row. */
  readonly compartment: Compartment | 'open'
  readonly type: FieldType
  readonly label: string
  /** Longest accepted value, in Unicode code points. */
  readonly max: number
}

/** The built-in fields of a person, by the names of the contract. */
export const FIELDS = {
  given_name: { compartment: 'identity', type: 'name', label: 'Given name', max: 200 },
  family_name: { compartment: 'identity', type: 'name', label: 'Family name', max: 200 },
  title: { compartment: 'identity', type: 'text', label: 'Title', max: 60 },
  language: { compartment: 'identity', type: 'language', label: 'Language', max: 35 },
  customer_number: { compartment: 'identity', type: 'identifier', label: 'Customer number', max: 60 },
  email: { compartment: 'contact', type: 'email', label: 'E-mail', max: 254 },
  phone: { compartment: 'contact', type: 'phone', label: 'Phone', max: 40 },
  street: { compartment: 'contact', type: 'text', label: 'Street', max: 300 },
  postcode: { compartment: 'contact', type: 'text', label: 'Postcode', max: 20 },
  city: { compartment: 'contact', type: 'text', label: 'City', max: 120 },
  country: { compartment: 'open', type: 'country', label: 'Country', max: 2 },
  birth_date: { compartment: 'demographic', type: 'date', label: 'Birth date', max: 10 },
  household: { compartment: 'demographic', type: 'text', label: 'Household', max: 120 },
  income: { compartment: 'finance', type: 'text', label: 'Income', max: 60 },
  debts: { compartment: 'finance', type: 'text', label: 'Debts', max: 200 },
  holdings: { compartment: 'finance', type: 'text', label: 'Holdings', max: 400 },
  device: { compartment: 'technical', type: 'text', label: 'Device', max: 300 },
  circumstance: { compartment: 'protective', type: 'text', label: 'Circumstance', max: 300 },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

/** Narrows a name that came from outside to a field of the registry. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}
