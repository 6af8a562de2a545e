import { FIELDS, type FieldName } from '../core/fields.ts'
import { foldText } from '../core/fold.ts'
import { orderCode } from '../core/order-code.ts'
import { prefixTokens, queryTokens } from '../core/search-words.ts'
import { normaliseField } from '../core/values.ts'
import sodium from 'sodium-native'
import type { Keyring, TokenKeys } from './keyring.ts'

const TOKEN = 16

/** The values of a person that searching and sorting look at; none of them leaves the gate in the clear. */
export type PlainFields = Partial<Record<FieldName, string>>

/** Which generation of keys is looked up and which are written (db/migrations/0042_token_turn.sql). */
export interface TokenState {
  readonly generation: number
  readonly phase: 'still' | 'turning' | 'turned' | 'dropping'
}

/** Before the first turn, and where nothing turns. */
export const FIRST: TokenState = { generation: 0, phase: 'still' }

/**
 * Blind tokens: BLAKE2b of a word under a key of the keyring, 16 bytes, held apart from everything else
 * (design, section 5). Equal words give equal tokens, and nothing else can be asked of them. While the keys turn, the
 * old ones are looked up until everyone has new ones, and both are written (docs/decisions/0011).
 */
export class Blind {
  readonly #keyring: Keyring
  #state: TokenState
  #looked: TokenKeys
  /** The newest last: what stands in a column of its own is written under that one. */
  #written: readonly TokenKeys[]
  /** One function for the life of the key: what core remembers of short beginnings hangs on its identity. */
  #prf: (bytes: Uint8Array) => Uint8Array = () => new Uint8Array()

  private constructor(keyring: Keyring, state: TokenState, keys: readonly TokenKeys[]) {
    this.#keyring = keyring
    this.#state = state
    this.#looked = keys[0]!
    this.#written = keys
    this.#take(state, keys)
  }

  static async open(keyring: Keyring, state: TokenState): Promise<Blind> {
    return new Blind(keyring, state, await keysOf(keyring, state))
  }

  /** Goes along with a turn; what has passed is forgotten. */
  async follow(state: TokenState): Promise<void> {
    const { generation, phase } = this.#state
    if (state.generation === generation && state.phase === phase) return
    const keys = await keysOf(this.#keyring, state)
    const used = this.#written
    this.#take(state, keys)
    for (const old of used) if (!keys.includes(old)) this.#keyring.forgetTokenKeys(old.generation)
  }

  #take(state: TokenState, keys: readonly TokenKeys[]): void {
    const newest = keys.at(-1)!
    if (this.#state === state || this.#written.at(-1) !== newest)
      this.#prf = (bytes) => hash(bytes, newest.order, 32)
    this.#state = state
    this.#looked = state.phase === 'turning' ? keys[0]! : newest
    this.#written = keys
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
    return this.#written.flatMap((keys) => [...words].map((word) => tokenUnder(keys, word)))
  }

  /** Of those tokens the ones of the newest keys alone: what a turn adds for everyone. */
  newestOf(tokens: readonly Buffer[]): Buffer[] {
    const parity = this.#written.at(-1)!.generation & 1
    return tokens.filter((token) => token[0]! >> 7 === parity)
  }

  /** A keyed hash of a fixed word: tells whether these are the keys that everything was made with. */
  mark(): Buffer {
    return tokenUnder(this.#looked, 'mark\0goodfaith')
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
    return this.keptAny(birthDate, familyName).at(-1)!
  }

  /** The same under every key that it may have been written with, the newest last. */
  keptAny(birthDate: string, familyName: string): Buffer[] {
    const word = birthWord(normaliseField('birth_date', birthDate, {}).value, familyName)
    return this.#written.map((keys) => marked(hash(word, keys.kept, TOKEN), keys.generation))
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
    return this.staffAny(email).at(-1)!
  }

  /** The same under every key that it may have been written with, the newest last. */
  staffAny(email: string): Buffer[] {
    const word = `staff\0${matched('email', email)}`
    return this.#written.map((keys) => tokenUnder(keys, word))
  }

  /** The token of a word that is in its normal form already; the kind stands before it. */
  token(word: string): Buffer {
    return tokenUnder(this.#looked, word)
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

function keysOf(keyring: Keyring, { generation, phase }: TokenState): Promise<TokenKeys[]> {
  const generations = { still: [0], turning: [0, 1], turned: [0, 1], dropping: [1] }[phase]
  return Promise.all(generations.map((later) => keyring.tokenKeys(generation + later)))
}

function tokenUnder(keys: TokenKeys, word: string): Buffer {
  return marked(hash(word, keys.blind, TOKEN), keys.generation)
}

/** The highest bit says the parity of the generation, so that tokens of the last one can be told. */
function marked(token: Buffer, generation: number): Buffer {
  token[0] = (token[0]! & 0x7f) | ((generation & 1) << 7)
  return token
}

function birthWord(birthDate: string, familyName: string): string {
  return `birth\0${birthDate}\0${foldText(familyName)}`
}

function hash(message: string | Uint8Array, key: Buffer, length: number): Buffer {
  const out = Buffer.allocUnsafe(length)
  sodium.crypto_generichash(out, Buffer.from(message as string), key)
  return out
}
