import { v7 as uuid } from 'uuid'
import { maskText } from '../core/interceptor.ts'
import { Problem } from '../core/errors.ts'
import type { Caller, House } from './caller.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'
import { SYSTEM, type Actor } from './token.ts'

/** What is sent, to whom, and for which purpose. */
export interface NewMail {
  /** The receiver: a person, or a member of staff. */
  readonly person?: string
  readonly staff?: string
  readonly address: string
  readonly subject: string
  readonly text: string
  /** Standing for it is asked again right before it leaves; left out where the receiver asked for the mail themself. */
  readonly purpose?: string
}

export type MailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'withheld' | 'unsure'

export interface KeptMail {
  readonly id: string
  readonly person: string | null
  readonly staff: string | null
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly state: MailState
  readonly created_at: Date
  readonly settled_at: Date | null
}

/** A mail on its way out. */
export interface TakenMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** This try included. */
  readonly attempts: number
}

interface Row {
  mail_id: string
  person_id: string | null
  staff_id: string | null
  key_id: string
  sealed: Buffer
  state: MailState
  created_at: Date
  settled_at: Date | null
  attempts: number
}

interface Content {
  address: string
  subject: string
  text: string
}

/** Mail goes into the outbox in the transaction of what it tells; a worker hands it over afterwards. */
export class Outbox {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /**
   * Puts a mail into the outbox, sealed under its receiver's key.
   * @returns its id
   * @throws Problem `not_found` for somebody whom the caller may not write to
   */
  async send(mail: NewMail): Promise<string> {
    const { house, door } = this.#caller
    const id = uuid()
    const { person = null, staff = null, address, subject, text } = mail
    const [row] = await door<{ key_id: string | null }>(
      'receiver_key',
      'select gate.receiver_key($1,$2::uuid,$3::uuid) as key_id',
      [person, staff],
    )
    const keyId = row?.key_id
    if (!keyId) throw new Problem('not_found')
    const content: Content = { address, subject: maskText(subject), text: maskText(text) }
    const sealed = await house.keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      if (!key) throw new Problem('not_found')
      return sealBytes(Buffer.from(JSON.stringify(content), 'utf8'), placeOf(id, keyId), key)
    })
    await door('put_mail', 'select gate.put_mail($1,$2::uuid,$3::uuid,$4::uuid,$5::uuid,$6,$7)', [
      id,
      person,
      staff,
      keyId,
      mail.purpose ?? null,
      sealed,
    ])
    return id
  }
}

/** The outbox as those see it who look after it, and as the worker empties it. */
export class Mailroom {
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  /** Mail to staff, newest first; for administrators. */
  async toStaff(by: Actor, most: number): Promise<KeptMail[]> {
    const rows = await this.#ask<Row>(by, 'analytics.aggregate', LIST, [false, most])
    return this.#open(rows)
  }

  /** Mail to persons, newest first, logged before it is opened; for who works for their rights. */
  async toPersons(by: Actor, most: number): Promise<KeptMail[]> {
    const rows = await this.#ask<Row>(by, 'rights.request', LIST, [true, most])
    if (rows.length === 0) return []
    const people = [...new Set(rows.flatMap((row) => row.person_id ?? []))]
    const reading = {
      actor: by,
      purpose: 'rights.request',
      kind: 'listed',
      fields: ['email'],
      people,
      listed: true,
    }
    const gone = await this.#house.ledger.log(reading)
    return this.#open(rows.filter((row) => !gone.has(row.person_id!)))
  }

  /**
   * The next mail to hand over. It counts as on its way from now on: if this process ends before `settle`, it is marked
   * `unsure` and never sent a second time.
   */
  async take(): Promise<TakenMail | undefined> {
    const [row] = await this.#ask<Row>(SYSTEM, 'rights.request', 'select * from gate.take_mail($1)', [])
    if (!row) return undefined
    // the person can read that it was sent, and it stands there before the key is used
    const mayLeave = row.person_id === null || (await this.#recordSent(row.person_id))
    const [mail] = mayLeave ? await this.#open([row]) : []
    if (!mail) {
      await this.settle(row.mail_id, 'withheld')
      return undefined
    }
    return { id: mail.id, to: mail.to, subject: mail.subject, text: mail.text, attempts: row.attempts }
  }

  /** What became of it; `waiting` with the time of the next try. */
  async settle(id: string, state: 'sent' | 'failed' | 'withheld' | 'waiting', again?: Date): Promise<void> {
    await this.#ask(SYSTEM, 'rights.request', 'select gate.settle_mail($1,$2::uuid,$3,$4)', [
      id,
      state,
      again ?? null,
    ])
  }

  /** False where nobody is held there any more. */
  async #recordSent(person: string): Promise<boolean> {
    const gone = await this.#house.ledger.log({
      actor: SYSTEM,
      purpose: 'rights.request',
      kind: 'sent',
      fields: ['email'],
      people: [person],
      listed: false,
    })
    return gone.size === 0
  }

  #open(rows: readonly Row[]): Promise<KeptMail[]> {
    const keys = [...new Set(rows.map((row) => row.key_id))]
    return this.#house.keyring.with(keys, (keyOf) =>
      rows.flatMap((row) => {
        const key = keyOf(row.key_id)
        const plain = key && new Sealed(placeOf(row.mail_id, row.key_id), row.sealed).openWith(key)
        if (!plain) return []
        const { address, subject, text } = JSON.parse(plain.toString('utf8')) as Content
        const { mail_id: id, person_id: person, staff_id: staff, state, created_at, settled_at } = row
        return [{ id, person, staff, to: address, subject, text, state, created_at, settled_at }]
      }),
    )
  }

  #ask<R>(by: Actor, purpose: string, text: string, values: unknown[]): Promise<R[]> {
    const { database, mint } = this.#house
    return database.on('staff', async ({ client, pid }) => {
      const token = mint.token(by, purpose, 'conn', pid, database.moment())
      return (await client.query(text, [token, ...values])).rows as R[]
    })
  }
}

const LIST = 'select * from gate.list_mail($1,$2,$3)'

function placeOf(id: string, keyId: string): Place {
  return { table: 'outbox', column: 'sealed', row: id, version: 1, keyId }
}
