import { inventPeople, type Colleague, type InventedPerson } from '../db/seeds/invent.ts'
import { Problem } from '../core/errors.ts'
import { checkSource } from '../core/sources.ts'
import { LAWS_OF_A_BANK } from '../core/laws.ts'
import { ROLES, type Role } from '../core/purposes.ts'
import { admitGrant } from '../features/consent/admit-grant.ts'
import type { Gate } from '../gate/gate.ts'
import type { NewPerson } from '../gate/seal-person.ts'
import type { Registered } from '../gate/registry.ts'
import { SYSTEM, type Actor } from '../gate/token.ts'
import { seen } from '../gate/seen.ts'
import { tellHistory, type Colleagues } from './demo-history.ts'
import type { LoadDemo } from './setup.ts'

const ORGANISATION = 'Harbour Bank'
const SEED = 1
const PEOPLE = 2000
const CHUNK = 150
const MINUTE = 60_000

/** What each colleague of the demo works as. They have no password until an administrator gives them a link. */
const COLLEAGUES: Readonly<Record<Colleague, { name: string; roles: readonly Role[] }>> = {
  Jo: { name: 'Jo Vandersee', roles: ['service'] },
  Mila: { name: 'Mila Hafner', roles: ['service'] },
  Ines: { name: 'Inês Farol', roles: ['marketing'] },
  Tarek: { name: 'Tarek Almina', roles: ['sales'] },
  Ada: { name: 'Ada Leuchtwart', roles: ['privacy_officer'] },
  Sam: { name: 'Sam Pilotte', roles: ['support'] },
}

/**
 * The demo organisation. It is brought in through the gate like everyone else: there is no second door for
 * convenience. The two people who leave come first and leave last, so whether one of them is held says whether a load
 * was interrupted; it then goes on where it stopped.
 * @param options fewer people, for a test
 */
export function demoOf(options: { count?: number; seed?: number } = {}): LoadDemo {
  const { count = PEOPLE, seed = SEED } = options
  const people = inventPeople({ seed, count, today: new Date() })
  const leavers = people.filter(({ leaves }) => leaves).map(({ id }) => id)
  const possible = async (gate: Gate) =>
    !(await gate.anyPeople()) || (await heldAmong(gate, leavers)).size > 0

  const load = async (gate: Gate, progress: (done: number, total: number) => void) => {
    if (!(await possible(gate)))
      throw new Problem('not_allowed', { detail: 'the demo is loaded into an empty database only' })
    const colleagues = await hire(gate)
    await enterLaws(gate, colleagues)
    const total = 2 * people.length
    await collect(gate, people, colleagues, (done) => progress(done, total))
    const held = await heldAmong(
      gate,
      people.map(({ id }) => id),
    )
    const here = people.filter(({ id }) => held.has(id))
    await tellHistory(gate, here, colleagues, (share) =>
      progress(people.length + Math.floor(share * people.length), total),
    )
    progress(total, total)
  }
  return Object.assign(load, { possible })
}

/** The administrator of a demo that began with nobody; `start` shows a link by which they choose a password. */
export async function demoAdministrator(gate: Gate): Promise<Actor> {
  const members = await gate.staff.members()
  const found = members.find(({ roles, left_at }) => left_at === null && roles.includes('administrator'))
  if (found) return { kind: 'staff', id: found.id }
  const kim = { name: 'Kim Anlegger', email: 'kim@harbour.example', roles: ROLES, passwordHash: null }
  return { kind: 'staff', id: await gate.staff.add(null, kim) }
}

async function hire(gate: Gate): Promise<Colleagues> {
  const administrator = await demoAdministrator(gate)
  const { organisation } = await gate.registered(true)
  if (organisation === null) await gate.nameOrganisation(administrator, ORGANISATION)
  const hired: Partial<Record<Colleague, Actor>> = {}
  for (const [called, { name, roles }] of Object.entries(COLLEAGUES)) {
    const email = `${called.toLowerCase()}@harbour.example`
    const known = await gate.staff.byAddress(email)
    const id = known?.id ?? (await gate.staff.add(administrator, { name, email, roles, passwordHash: null }))
    hired[called as Colleague] = { kind: 'staff', id }
  }
  return hired as Colleagues
}

/** What laws make a bank keep: entered by the administrator, checked and signed by the privacy officer. */
async function enterLaws(gate: Gate, { Ada }: Colleagues): Promise<void> {
  const purpose = 'analytics.aggregate'
  const { laws } = await gate.registered(true)
  for (const law of LAWS_OF_A_BANK) {
    if (laws.some(({ name }) => name === law.name)) continue
    const id = await gate.run({ actor: await demoAdministrator(gate), purpose }, (tx) =>
      tx.registries.writeLaw(law),
    )
    await gate.run({ actor: Ada, purpose }, (tx) => tx.registries.signLaw(id))
  }
  await gate.registered(true)
}

/** Chunks are all or nothing, so one of whom somebody is held was brought in before. */
async function collect(
  gate: Gate,
  people: readonly InventedPerson[],
  colleagues: Colleagues,
  progress: (done: number) => void,
): Promise<void> {
  const held = await heldAmong(
    gate,
    people.map(({ id }) => id),
  )
  const registered = await gate.registered()
  let done = 0
  for (const chunk of chunksOf(people)) {
    if (!chunk.some(({ id }) => held.has(id))) await bringIn(gate, chunk, colleagues, registered)
    progress((done += chunk.length))
  }
}

async function bringIn(
  gate: Gate,
  chunk: readonly InventedPerson[],
  colleagues: Colleagues,
  registered: Registered,
): Promise<void> {
  const [{ by, part }] = chunk as [InventedPerson, ...InventedPerson[]]
  const actor = by === null ? SYSTEM : colleagues[by]
  const purpose =
    part === 'asking' ? 'sales.enquiry' : part === 'reader' ? 'marketing.email' : 'service.account'
  await gate.run({ actor, purpose }, (tx) =>
    tx.people.create(chunk.map((person) => newPerson(person, actor, registered))),
  )
}

/** By core's rules for everyone who comes from outside. */
function newPerson(person: InventedPerson, by: Actor, registered: Registered): NewPerson {
  const grants = person.grants.map(({ id, purpose, basis, notice, evidence, minutes }) => {
    const expires_at = minutes === undefined ? null : new Date(Date.now() + minutes * MINUTE).toISOString()
    const request = { purpose, basis, evidence, expires_at, ...(notice === undefined ? {} : { notice }) }
    return { ...admitGrant(registered, request, by, false), id }
  })
  return { id: person.id, fields: person.fields, source: checkSource(person.source, Date.now()), grants }
}

/** Who came by the same hand with the same fields shares a line of the ledger; those who leave come first. */
function chunksOf(people: readonly InventedPerson[]): InventedPerson[][] {
  const groups = new Map<string, InventedPerson[]>()
  for (const person of [...people].sort((a, b) => Number(b.leaves) - Number(a.leaves))) {
    const key = [person.leaves, person.by, person.part, ...Object.keys(person.fields)].join()
    groups.set(key, [...(groups.get(key) ?? []), person])
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / CHUNK) }, (_, i) =>
      group.slice(i * CHUNK, (i + 1) * CHUNK),
    ),
  )
}

async function heldAmong(gate: Gate, ids: readonly string[]): Promise<Set<string>> {
  const rows = await gate.run({ actor: SYSTEM, purpose: 'rights.request' }, (tx) =>
    tx.db
      .selectFrom(seen('persons'))
      .select('person_id')
      .where('person_id', 'in', [...ids])
      .execute(),
  )
  return new Set(rows.map(({ person_id }) => person_id))
}
