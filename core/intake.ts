import { Problem } from './errors.ts'
import { FIELDS, isFieldName, type FieldName, type FieldType } from './fields.ts'
import { intercept } from './interceptor.ts'
import { isSecretKind, normaliseSecret, type NormalSecret, type SecretKind } from './secrets.ts'

/** A secret on its way to the vault. */
export interface Incoming extends NormalSecret {
  /** The field it was sent as or typed into; `source` and `evidence` where it stood in their words. */
  readonly where: string
}

/** What whoever wrote is told: where something stood, what it was, and the mask that stands there now. */
export interface Told {
  /** JSON pointer (RFC 6901) into what was sent. */
  readonly at: string
  readonly kind: SecretKind | 'security_code'
  /** Null for a security code, which is kept nowhere. */
  readonly masked: string | null
}

/** What was sent, taken apart. */
export interface Intake {
  readonly texts: Partial<Record<FieldName, string | null>>
  readonly secrets: readonly Incoming[]
  /** Kinds of which everything is to be removed. */
  readonly removed: readonly SecretKind[]
  readonly told: readonly Told[]
}

/** Fields in which a number would not do as a mask: they are refused instead. */
const REFUSED = new Set<FieldType>(['email', 'phone'])
/** Fields of a form in which no such number fits. */
const FORMED = new Set<FieldType>(['date', 'country', 'language'])

/**
 * Takes secrets out of the values of a person: those that were sent as such, and those that somebody typed into a text,
 * which keeps the mask.
 * @param fields names of the registry and kinds of secrets; null removes
 * @param country of the person, for an identity number
 * @throws Problem of a malformed secret; `secret_misplaced` where one stands as an address; each with its pointer
 */
export function takeFields(fields: Readonly<Record<string, string | null>>, country?: string): Intake {
  const texts: Partial<Record<FieldName, string | null>> = {}
  const secrets: Incoming[] = []
  const removed: SecretKind[] = []
  const told: Told[] = []
  for (const [name, value] of Object.entries(fields)) {
    const at = `/fields/${name}`
    if (isSecretKind(name)) {
      if (value === null) removed.push(name)
      else secrets.push({ ...sentAs(name, value, country, told), where: name })
    } else if (value === null) texts[name as FieldName] = null
    else {
      const taken = takeText(name as FieldName, value, at)
      if (REFUSED.has(FIELDS[name as FieldName].type) && taken.told.length > 0)
        throw new Problem('secret_misplaced', { pointer: at })
      texts[name as FieldName] = taken.text
      secrets.push(...taken.secrets)
      told.push(...taken.told)
    }
  }
  return { texts, secrets, removed, told }
}

/** The words of a source or of evidence, with masks. */
export function takeWords(
  text: string,
  where: string,
  at: string,
): Pick<Intake, 'secrets' | 'told'> & { text: string } {
  const { text: clean, found, dropped } = intercept(text)
  return {
    text: clean,
    secrets: found.map((secret) => ({ ...secret, where })),
    told: tellOf(at, found, dropped),
  }
}

/** What stands masked in words that somebody wrote, a reason or the name of a file, for whoever wrote them. */
export function toldOfWords(words: Readonly<Record<string, string | null | undefined>>): Told[] {
  return Object.entries(words).flatMap(([at, text]) => (text ? takeWords(text, '', at).told : []))
}

/** The same of a grant's evidence. */
export function toldOfEvidence(
  evidence: { readonly detail?: string; readonly ref?: string } | undefined,
  at: string,
): Told[] {
  return toldOfWords({ [`${at}/detail`]: evidence?.detail, [`${at}/ref`]: evidence?.ref })
}

/** What `takeFields` and `takeWords` take out of what was sent, for whoever wrote it; it refuses nothing. */
export function toldOf(fields: Readonly<Record<string, string | null>>, detail?: string): Told[] {
  const values = Object.entries(fields).flatMap(([name, value]) => {
    if (value === null) return []
    const at = `/fields/${name}`
    if (isSecretKind(name)) return tellOf(at, [], intercept(value).dropped)
    return isFieldName(name) ? takeText(name, value, at).told : []
  })
  return [...values, ...(detail === undefined ? [] : takeWords(detail, 'source', '/source/detail').told)]
}

/** What was found in a text, for whoever wrote it. */
function tellOf(at: string, found: readonly NormalSecret[], dropped: number): Told[] {
  return [
    ...found.map(({ kind, masked }) => ({ at, kind, masked })),
    ...(dropped > 0 ? [{ at, kind: 'security_code' as const, masked: null }] : []),
  ]
}

function takeText(name: FieldName, value: string, at: string) {
  const type: FieldType = FIELDS[name].type
  if (FORMED.has(type) || (type === 'email' && !namesNumber(value)))
    return { text: value, secrets: [], told: [] }
  return takeWords(value, name, at)
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi

/** Whether a card or account number stands in an address; identity numbers are what some universities name people by. */
function namesNumber(address: string): boolean {
  return intercept(address.replace(UUID, '-')).found.some(({ kind }) => kind !== 'national_id')
}

/** A number as it was sent; with expiry and code behind it as well, which go no further. */
function sentAs(kind: SecretKind, value: string, country: string | undefined, told: Told[]): NormalSecret {
  try {
    return normaliseSecret(kind, value, country)
  } catch (error) {
    const { found, dropped } = intercept(value)
    const [secret, ...more] = found
    if (!secret || more.length > 0 || secret.kind !== kind) throw error
    told.push(...tellOf(`/fields/${kind}`, [], dropped))
    return secret
  }
}
