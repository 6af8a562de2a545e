import type { InventedGrant } from '../db/seeds/grants.ts'
import type { Colleague, InventedPerson } from '../db/seeds/invent.ts'
import type { FieldName } from '../core/fields.ts'
import type { Gate } from '../gate/gate.ts'
import { seen } from '../gate/seen.ts'
import { SYSTEM, type Actor } from '../gate/token.ts'

export type Colleagues = Readonly<Record<Colleague, Actor>>

const AT_ONCE = 6
/** What each of them looks at. */
const LOOKED_AT: Readonly<Record<Colleague, readonly FieldName[]>> = {
  Jo: ['given_name', 'family_name', 'phone'],
  Mila: ['given_name', 'family_name', 'street', 'postcode', 'city'],
  Sam: ['given_name', 'family_name', 'email'],
  Ada: ['given_name', 'family_name', 'email', 'birth_date'],
  Ines: ['given_name', 'email', 'language'],
  Tarek: ['given_name', 'family_name', 'phone'],
}

type Deed = () => Promise<unknown>

/**
 * What happened after the people came: they were told, consents were confirmed and checked, they moved, colleagues
 * looked, some changed their mind, and two left. What was done already is not done again, except for the looking.
 */
export async function tellHistory(
  gate: Gate,
  people: readonly InventedPerson[],
  colleagues: Colleagues,
  progress: (share: number) => void,
): Promise<void> {
  const past = await pastOf(gate)
  const of = (deeds: (person: InventedPerson) => Deed[]) => people.flatMap(deeds)
  const steps = [
    of((person) => told(gate, person)),
    of((person) => checked(gate, person, colleagues, past)),
    of((person) => moved(gate, person, colleagues, past)),
    [...of((person) => looked(gate, person, colleagues)), ...listed(gate, colleagues)],
    of((person) => withdrawn(gate, person, colleagues, past)),
    of((person) => left(gate, person)),
  ]
  const total = steps.reduce((sum, deeds) => sum + deeds.length, 0)
  let done = 0
  for (const deeds of steps) await severally(deeds, () => progress(++done / total))
}

/** What of it is there already, after a load that was interrupted. */
interface Past {
  /** `<grant> <kind>` */
  readonly marks: ReadonlySet<string>
  readonly moved: ReadonlySet<string>
}

async function pastOf(gate: Gate): Promise<Past> {
  return gate.run({ actor: SYSTEM, purpose: 'rights.request' }, async (tx) => {
    const marks = await tx.db.selectFrom(seen('grant_marks')).select(['grant_id', 'kind']).execute()
    const changed = await tx.db
      .selectFrom(seen('persons'))
      .select('person_id')
      .where('version', '>', 1)
      .execute()
    return {
      marks: new Set(marks.map(({ grant_id, kind }) => `${grant_id} ${kind}`)),
      moved: new Set(changed.map(({ person_id }) => person_id)),
    }
  })
}

function told(gate: Gate, { id, told }: InventedPerson): Deed[] {
  const errand = { actor: SYSTEM, purpose: 'rights.request' }
  return told ? [() => gate.once(errand, (tx) => tx.grants.told(id))] : []
}

/** The person confirms on their own page, or a colleague who did not write it down checks the document. */
function checked(gate: Gate, { id, by, grants }: InventedPerson, colleagues: Colleagues, past: Past): Deed[] {
  const second = { actor: colleagues[by === 'Jo' ? 'Mila' : 'Jo'], purpose: 'service.request' }
  return grants.flatMap(({ id: grant, outcome }): Deed[] => {
    if (outcome === 'counts' || outcome === 'waits' || past.marks.has(`${grant} ${outcome}`)) return []
    if (outcome === 'confirmed')
      return [() => gate.once(selfOf(id), (tx) => tx.grants.check(id, grant, outcome))]
    const reason = outcome === 'accepted' ? 'the signed sheet is there' : 'there is no signature on it'
    return [() => gate.run(second, (tx) => tx.grants.check(id, grant, outcome, reason))]
  })
}

function moved(gate: Gate, { id, moves }: InventedPerson, colleagues: Colleagues, past: Past): Deed[] {
  if (!moves || past.moved.has(id)) return []
  const { by, ...address } = moves
  const errand = by === null ? selfOf(id) : { actor: colleagues[by], purpose: 'service.request' }
  const detail = by === null ? 'changed on their own page' : 'phone call to the service line: they have moved'
  const source = { kind: 'person', detail, notice: null, collected_at: null } as const
  return [() => gate.run(errand, (tx) => tx.people.change(id, address, source))]
}

function looked(gate: Gate, { id, looked }: InventedPerson, colleagues: Colleagues): Deed[] {
  return looked.map((who) => () => {
    const errand = { actor: colleagues[who], purpose: who === 'Ada' ? 'rights.request' : 'service.request' }
    return gate.read(errand, (reading) => reading.people.byId(id, LOOKED_AT[who]))
  })
}

/** Days at the desk: a page of those who asked, a page of those who want the news. */
function listed(gate: Gate, colleagues: Colleagues): Deed[] {
  const desks = [
    ['Tarek', 'sales.enquiry'],
    ['Ines', 'marketing.email'],
    ['Jo', 'service.request'],
  ] as const
  return desks.map(([who, purpose]) => () => {
    const page = { sort: 'recent', limit: 50, fields: LOOKED_AT[who] } as const
    return gate.read({ actor: colleagues[who], purpose }, (reading) => reading.people.list(page))
  })
}

/** By the person on their own page; who closes an account does so at the branch. */
function withdrawn(gate: Gate, person: InventedPerson, colleagues: Colleagues, past: Past): Deed[] {
  const open = person.grants.filter(({ id, withdrawn }) => withdrawn && !past.marks.has(`${id} withdrawn`))
  if (open.length === 0) return []
  // one after the other: after the last of them nobody at the branch sees the person any more
  return [
    async () => {
      for (const grant of open) await withdraw(gate, person, grant, colleagues)
    },
  ]
}

function withdraw(
  gate: Gate,
  { id, part }: InventedPerson,
  { purpose }: InventedGrant,
  colleagues: Colleagues,
): Promise<number> {
  const errand = part === 'former' ? { actor: colleagues.Mila, purpose: 'service.request' } : selfOf(id)
  return gate.once(errand, (tx) => tx.grants.withdraw(id, purpose))
}

/** By their own hand, with the code that the plan shows. A receipt remains. */
function left(gate: Gate, { id, leaves }: InventedPerson): Deed[] {
  if (!leaves) return []
  return [
    async () => {
      // a contract that stands would keep them to its end
      await gate.once(selfOf(id), (tx) => tx.grants.withdraw(id, 'all'))
      const erasure = await gate.run(selfOf(id), async (tx) => {
        const { code } = await tx.erasures.plan(id)
        return tx.erasures.begin(id, '', code)
      })
      await gate.erasures.carryOut(erasure)
    },
  ]
}

function selfOf(id: string): { actor: Actor; purpose: string } {
  return { actor: { kind: 'person', id }, purpose: 'rights.request' }
}

/** A few at once. When one fails, those under way end first, and no other begins. */
async function severally(deeds: readonly Deed[], step: () => void): Promise<void> {
  const left = [...deeds].reverse()
  const work = async () => {
    for (let deed = left.pop(); deed; deed = left.pop()) {
      await deed()
      step()
    }
  }
  const stopping = (error: unknown) => {
    left.length = 0
    throw error
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().catch(stopping)))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
