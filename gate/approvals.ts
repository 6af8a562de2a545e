import { v4 as uuid } from 'uuid'
import { Problem } from '../core/errors.ts'
import type { SecretKind } from '../core/secrets.ts'
import type { House } from './caller.ts'
import type { AtScreen } from './fresh.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'
import type { Actor } from './token.ts'
import type { Vault } from './vault.ts'
import { maskText } from '../core/interceptor.ts'

/** What a second person is asked for: to let a colleague open these once. */
export interface Approval {
  readonly id: string
  readonly asked_by: string
  readonly state: 'waiting' | 'approved' | 'refused'
  readonly asked_at: Date
  readonly ends_at: Date
  readonly decided_by: string | null
  readonly reason: string
  readonly secrets: readonly {
    readonly id: string
    readonly person: string
    readonly kind: SecretKind
    readonly opened_at: Date | null
  }[]
}

interface Row {
  approval_id: string
  staff_id: string
  state: Approval['state']
  asked_at: Date
  ends_at: Date
  decided_by: string | null
  secret_id: string
  person_id: string
  kind: SecretKind
  key_id: string
  sealed_reason: Buffer
  opened_at: Date | null
}

/** Requests for a second person's word, and their decisions. */
export class Approvals {
  readonly #house: House
  readonly #vault: Vault

  constructor(house: House, vault: Vault) {
    this.#house = house
    this.#vault = vault
  }

  /**
   * Asks for a second person; the reason is sealed under the key of each person concerned.
   * @returns the id
   * @throws Problem `not_found` where one of them is not to be seen
   */
  async request(who: Actor, purpose: string, secrets: readonly string[], reason: string): Promise<string> {
    const id = uuid()
    const ids = [...new Set(secrets)]
    const owners = await this.#vault.ask<{ secret_id: string; person_id: string; key_id: string }>(
      who,
      purpose,
      'select * from gate.owners_of_secrets($1,$2::uuid[])',
      [ids],
    )
    if (owners.length !== ids.length) throw new Problem('not_found')
    const plain = Buffer.from(maskText(reason), 'utf8')
    const sealed = await this.#house.keyring.with(
      owners.map(({ key_id }) => key_id),
      (keyOf) =>
        owners.map(({ secret_id, key_id }) => {
          const key = keyOf(key_id)
          if (!key) throw new Problem('not_found')
          return sealBytes(plain, placeOf(id, secret_id, key_id), key)
        }),
    )
    const named = owners.map(({ secret_id }) => secret_id)
    const text = 'select gate.ask_approval($1,$2::uuid,$3::uuid[],$4)'
    await this.#vault.ask(who, purpose, text, [id, named, sealed])
    return id
  }

  /** What the caller asked for, and what waits for them as a second person; logged before a reason is opened. */
  async list(who: Actor, purpose: string): Promise<Approval[]> {
    const rows = await this.#vault.ask<Row>(who, purpose, 'select * from gate.list_approvals($1)', [])
    if (rows.length === 0) return []
    const people = [...new Set(rows.map(({ person_id }) => person_id))]
    const gone = await this.#house.ledger.log({
      actor: who,
      purpose,
      kind: 'listed',
      fields: [...new Set(rows.map(({ kind }) => kind))],
      people,
      listed: true,
    })
    const seen = rows.filter(({ person_id }) => !gone.has(person_id))
    const reasons = await this.#reasons(seen)
    const approvals = new Map<string, Approval & { secrets: Approval['secrets'][number][] }>()
    for (const row of seen) {
      const { approval_id: id, staff_id: asked_by, state, asked_at, ends_at, decided_by } = row
      const reason = reasons.get(id) ?? ''
      const known = approvals.get(id) ?? {
        id,
        asked_by,
        state,
        asked_at,
        ends_at,
        decided_by,
        reason,
        secrets: [],
      }
      known.secrets.push({
        id: row.secret_id,
        person: row.person_id,
        kind: row.kind,
        opened_at: row.opened_at,
      })
      approvals.set(id, known)
    }
    return [...approvals.values()]
  }

  /**
   * A second person's word, with their own password asked again.
   * @throws Problem `second_person_needed`, `approval_closed`, `session_needed`, `fresh_sign_in_needed`, `not_found`
   */
  async decide(who: AtScreen, purpose: string, id: string, verdict: 'approved' | 'refused'): Promise<void> {
    const session = await this.#vault.fresh.check(who)
    await this.#vault.ask(who, purpose, 'select gate.decide_approval($1,$2::uuid,$3,$4)', [
      id,
      verdict,
      session,
    ])
  }

  async #reasons(rows: readonly Row[]): Promise<Map<string, string>> {
    const reasons = new Map<string, string>()
    await this.#house.keyring.with(
      rows.map(({ key_id }) => key_id),
      (keyOf) => {
        for (const { approval_id, secret_id, key_id, sealed_reason } of rows) {
          const key = keyOf(key_id)
          const plain =
            key && new Sealed(placeOf(approval_id, secret_id, key_id), sealed_reason).openWith(key)
          if (plain) reasons.set(approval_id, plain.toString('utf8'))
        }
      },
    )
    return reasons
  }
}

function placeOf(approval: string, secret: string, keyId: string): Place {
  return {
    table: 'approval_secrets',
    column: 'sealed_reason',
    row: `${approval}/${secret}`,
    version: 1,
    keyId,
  }
}
