import { FIELDS, type FieldName } from '../core/fields.ts'
import { foldText } from '../core/fold.ts'
import { orderCode } from '../core/order-code.ts'
import { prefixTokens, queryTokens } from '../core/search-words.ts'
import { normaliseField } from '../core/values.ts'
import sodium from 'sodium-native'
import type { Keyring } from './keyring.ts'

const TOKEN = 16

/** The values of a person that searching and sorting look at; none of them leaves the gate in the clear. */
export type PlainFields = Partial<Record<FieldName, string>>

/**
 * Blind tokens: BLAKE2b of a word under a key of the keyring, 16 bytes, held apart from everything else
 * (design, section 5). Equal words give equal tokens, and nothing else can be asked of them.
 */
export class Blind {
  readonly #keyring: Keyring
  /** One function for the life of the key: what core remembers of short beginnings hangs on its identity. */
  readonly #prf: (bytes: Uint8Array) => Uint8Array

  constructor(keyring: Keyring) {
    this.#keyring = keyring
    this.#prf = (bytes) => hash(bytes, keyring.named('order'), 32)
  }

  /**
   * Every token under which a person is found: prefixes of the words of their names, and exact identifiers.
   * @param matches the forms for equality of those fields for which they are known already
   */
  tokensOf(fields: PlainFields, matches: PlainFields = {}): Buffer[] {
    const words = new Set<string>()
    // together, family first: a name written in one word across both is found as well
    const name = [fields.family_name, fields.given_name].filter(Boolean).join(' ')
    for (const word of name ? prefixTokens(name) : []) words.add(`name\0${word}`)
    for (const field of ['email', 'phone', 'customer_number'] as const) {
      const value = fields[field]
      if (value) words.add(`${field}\0${matches[field] ?? matched(field, value)}`)
    }
    if (fields.birth_date && fields.family_name) words.add(birthWord(fields.birth_date, fields.family_name))
    return [...words].map((word) => this.token(word))
  }

  /** The tokens that a name search asks for, the longest word first, as it drives; empty when nothing is asked. */
  nameQuery(query: string): Buffer[] {
    return queryTokens(query)
      .sort((a, b) => b.length - a.length)
      .map((word) => this.token(`name\0${word}`))
  }

  /** The token of an exact identifier in any spelling. Throws the field's own problem when it is malformed. */
  exact(field: 'email' | 'phone' | 'customer_number', value: string, country?: string): Buffer {
    return this.token(`${field}\0${matched(field, value, country)}`)
  }

  /** The token of a birth date together with a family name. */
  birth(birthDate: string, familyName: string): Buffer {
    return this.token(birthWord(normaliseField('birth_date', birthDate, {}).value, familyName))
  }

  /** By what the privacy officer finds a copy that a law keeps, when an authority asks: a key for this alone. */
  kept(birthDate: string, familyName: string): Buffer {
    const word = birthWord(normaliseField('birth_date', birthDate, {}).value, familyName)
    return hash(word, this.#keyring.named('kept'), TOKEN)
  }

  /** A suppression's hash: another key, so that it outlives the tokens and matches nothing else. */
  suppression(field: 'email' | 'phone', value: string): Buffer {
    return this.suppressionOf(field, matched(field, value))
  }

  /** The same of a value that is in its form for equality already. */
  suppressionOf(field: 'email' | 'phone', match: string): Buffer {
    return hash(`${field}\0${match}`, this.#keyring.named('suppress'), TOKEN)
  }

  /** The person's place among names: a 32-bit keyed code (core/order-code.ts). */
  order(fields: PlainFields): number {
    return orderCode({ given_name: fields.given_name, family_name: fields.family_name }, this.#prf)
  }

  /** Equality of secrets: under a key that has no other use, and of whole numbers alone. */
  secret(kind: string, value: string): Buffer {
    return hash(`${kind}\0${value}`, this.#keyring.named('vault'), TOKEN)
  }

  /** The lookup token of a member of staff's address. */
  staff(email: string): Buffer {
    return this.token(`staff\0${matched('email', email)}`)
  }

  /** The token of a word that is in its normal form already; the kind stands before it. */
  token(word: string): Buffer {
    return hash(word, this.#keyring.named('blind'), TOKEN)
  }
}

/** The form of a value that equality is asked of; `value` itself where the field has no other. */
export function matched(field: FieldName, value: string, country?: string): string {
  const normal = normaliseField(field, value, country === undefined ? {} : { country })
  return normal.match ?? normal.value
}

/** Whether a change of the field changes tokens or order. */
export function searchedBy(field: FieldName): boolean {
  return (
    ['given_name', 'family_name', 'email', 'phone', 'customer_number', 'birth_date'].includes(field) &&
    field in FIELDS
  )
}

function birthWord(birthDate: string, familyName: string): string {
  return `birth\0${birthDate}\0${foldText(familyName)}`
}

function hash(message: string | Uint8Array, key: Buffer, length: number): Buffer {
  const out = Buffer.allocUnsafe(length)
  sodium.crypto_generichash(out, Buffer.from(message as string), key)
  return out
}
