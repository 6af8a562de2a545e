import { Type, type Static } from 'typebox'
import { command } from '../../gate/command.ts'
import type { Transaction } from '../../gate/gate.ts'
import { KeptItem, keptShape } from '../consent/describe-kept.ts'
import { Standing, standingOf } from '../consent/read-standing.ts'
import { Person, personShape } from '../people/describe-people.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])

/** Who outside received something of a person: who and where, which fields, what for, since and until when. */
export const Recipient = Type.Object({
  id: Type.String(),
  name: Type.String(),
  place: OrNull,
  fields: Type.Array(Type.String()),
  why: OrNull,
  at: OrNull,
  until: OrNull,
})

export const Me = Type.Object({
  person: Person,
  organisation: Type.Object({ name: Type.String() }),
  standing: Standing.properties.items,
  recipients: Type.Array(Recipient),
  /** What a law makes us keep of a contract, until when. */
  kept: Type.Array(KeptItem),
  /** They have left, and a contract keeps the rest: the erasure to follow. */
  leaving: Type.Union([Type.Object({ erasure_id: Type.String(), asked_at: Type.String() }), Type.Null()]),
  counts: Type.Object({
    facts: Type.Integer(),
    agreed: Type.Integer(),
    required: Type.Integer(),
    disclosures: Type.Integer(),
  }),
  language: Type.Union([Type.String(), Type.Null()]),
})

/** Everything that is held about the person who asks, with where it came from and what it is used for. */
export const readMe = command({
  name: 'requests.me',
  summary: 'What is held about you, where it came from, and what it is used for',
  http: { method: 'GET', path: '/me' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({}),
  output: Me,
  mode: 'write',
  run: (tx, caller) => meOf(tx, caller.id, caller.language),
})

export async function meOf(tx: Transaction, id: string, tongue?: string): Promise<Static<typeof Me>> {
  const person = personShape(await tx.people.byId(id))
  const { items } = await standingOf(tx, id, 'you', tongue)
  const applying = items.filter((item) => item.allowed)
  const about = await tx.erasures.about(id)
  const language = person.fields.language
  return {
    person,
    organisation: { name: tx.registered.organisation?.name ?? 'this organisation' },
    // what they ended by leaving is no choice any more
    standing: about.leaving
      ? items.map((item) => ({ ...item, switchable: item.switchable && item.allowed }))
      : items,
    recipients: [],
    kept: keptShape(about.kept, about.leaving ? about.contracts : [], tx.registered),
    leaving: about.leaving && {
      erasure_id: about.leaving.erasure,
      asked_at: about.leaving.asked_at.toISOString(),
    },
    counts: {
      facts: Object.values(person.fields).filter((field) => 'value' in field || 'masked' in field).length,
      agreed: applying.filter((item) => item.basis === 'consent').length,
      required: applying.filter((item) => item.basis !== null && item.basis !== 'consent').length,
      disclosures: 0,
    },
    language: language?.value ?? null,
  }
}
