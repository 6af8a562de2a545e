import { beforeAll, expect, test } from 'vitest'
import { fromBase64, parseVerifierKey, verifyCheckpoint, type Checkpoint } from '../core/checkpoint.ts'
import { verifyLine, type LedgerEvent } from '../core/ledger.ts'
import { sha256 } from '../core/sha256.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import type { Gate } from './gate.ts'
import type { SentProof } from './ledger-read.ts'
import { verifySignature } from './signing.ts'
import type { Actor } from './token.ts'

let house: TestHouse
let service: Actor
const purpose = 'service.request'

beforeAll(async () => {
  house = await openHouse()
  service = await house.staff('service')
})

const admin = <Row>(text: string, values: unknown[] = []) =>
  withClient(house.database.adminUrl, async (client) => (await client.query(text, values)).rows as Row[])

async function create(gate: Gate, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => aPerson())
  return gate.once({ actor: service, purpose }, (tx) => tx.people.create(people))
}

/** Reads, withdrawals, grants: lines of every kind. */
async function live(gate: Gate, people: readonly string[], random: () => number): Promise<void> {
  for (const id of people) {
    const self = { actor: { kind: 'person', id } as const, purpose: 'rights.request' }
    if (random() < 0.5) await gate.read({ actor: service, purpose }, (rd) => rd.people.byId(id, ['email']))
    if (random() < 0.3) await gate.run(self, (tx) => tx.people.byId(id, ['email', 'phone']))
    if (random() < 0.3)
      await gate.once({ actor: service, purpose }, (tx) => tx.grants.withdraw(id, 'sales.enquiry'))
  }
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

const eventsOf = (person: string) =>
  admin<{ event_id: string; number: string | null }>(
    'select event_id, number from goodfaith.ledger_links where person_id = $1 order by number',
    [person],
  )

function proofOf(gate: Gate, person: string, event: string): Promise<SentProof> {
  return gate.run({ actor: { kind: 'person', id: person }, purpose: 'rights.request' }, (tx) =>
    tx.lines.proof(person, event),
  )
}

/** As a browser does it: nothing of it is believed. */
async function checked(person: string, sent: SentProof): Promise<LedgerEvent & { head: Checkpoint }> {
  const key = parseVerifierKey(sha256, sent.key)!
  const head = await verifyCheckpoint(sent.checkpoint, [key], verifySignature)
  if ('refused' in head) throw new Error(head.refused)
  const bytes = (text: string) => fromBase64(text)!
  const { entry, link, inclusion } = sent
  const proof = {
    entry: bytes(entry),
    index: inclusion.index,
    path: inclusion.path.map(bytes),
    link: { salt: bytes(link.salt), index: link.index, path: link.path.map(bytes) },
  }
  const line = verifyLine(sha256, person, proof, head.checkpoint)
  if ('refused' in line) throw new Error(line.refused)
  return { ...line.event, head: head.checkpoint }
}

const everyFault = async () => Object.fromEntries((await house.gate.verifyLedger()).faults)

test('after batches of every size, and starts in between, every event is in the tree once and can be proved', async () => {
  const random = randomFrom(7)
  let gate = house.gate
  const people: string[] = []
  for (let round = 0; round < 6; round++) {
    people.push(...(await create(gate, 1 + Math.floor(random() * 4))))
    await live(gate, people, random)
    // a few batches of a few, none, or all
    for (let batch = Math.floor(random() * 4); batch > 0; batch--)
      await gate.sequencer.sequence(1 + Math.floor(random() * 7))
    if (random() < 0.5) gate = await house.another()
  }
  await gate.sequencer.sequenceAll()
  const [counted] = await admin<Record<'events' | 'leaves' | 'last' | 'named', string>>(
    `select (select count(*) from goodfaith.ledger_events) as events, count(distinct event_id) as leaves,
       max(leaf) + 1 as last, count(actor_hash) as named from goodfaith.ledger_leaves`,
  )
  expect(counted!.leaves).toBe(counted!.events)
  expect(counted!.last).toBe(counted!.events)
  expect(Number(counted!.named)).toBeGreaterThan(10)
  for (const person of people) {
    const events = await eventsOf(person)
    expect(events.map(({ number }) => Number(number))).toEqual(events.map((_, i) => i + 1))
    for (const { event_id } of events) {
      const line = await checked(person, await proofOf(gate, person, event_id))
      expect([line.id, line.head.size]).toEqual([event_id, Number(counted!.events)])
      expect(line.actor.hash === null).toBe(line.actor.kind !== 'staff')
    }
  }
  expect(await gate.verifyLedger()).toMatchObject({
    leaves: Number(counted!.events),
    waiting: 0,
    faults: new Map(),
  })
}, 120_000)

test('a proof is given to the person whom the line is about, once a head covers it', async () => {
  const [person, other] = (await create(house.gate, 2)) as [string, string]
  await house.gate.read({ actor: service, purpose }, (rd) => rd.people.byId(person, ['email']))
  const event = (await eventsOf(person)).at(-1)!.event_id
  await expect(proofOf(house.gate, person, event)).rejects.toMatchObject({ code: 'not_found' })
  await house.gate.sequencer.sequenceAll()
  const about = (
    await admin<{ event_id: string }>(
      `select event_id from goodfaith.ledger_links where person_id = $1 and event_id not in
       (select event_id from goodfaith.ledger_links where person_id = $2)`,
      [person, other],
    )
  )[0]!.event_id
  expect((await checked(person, await proofOf(house.gate, person, about))).kind).toBe('opened')
  await expect(proofOf(house.gate, other, about)).rejects.toMatchObject({ code: 'not_found' })
  // neither by asking in another's name
  const asked = house.gate.run({ actor: { kind: 'person', id: other }, purpose: 'rights.request' }, (tx) =>
    tx.lines.proof(person, about),
  )
  await expect(asked).rejects.toMatchObject({ code: 'not_found' })
  await expect(proofOf(house.gate, person, about).then((sent) => checked(other, sent))).rejects.toThrow(
    'not_linked',
  )
})

test('two sequencers at once make one tree', async () => {
  const second = await house.another()
  await Promise.all(Array.from({ length: 30 }, () => create(house.gate, 1)))
  const work = (gate: Gate) => Promise.all(Array.from({ length: 8 }, () => gate.sequencer.sequence(3)))
  await Promise.all([work(house.gate), work(second)])
  await house.gate.sequencer.sequenceAll()
  expect(await house.gate.verifyLedger()).toMatchObject({ waiting: 0, faults: new Map() })
})

test('one that dies in its batch has done nothing, and the next does it', async () => {
  await create(house.gate, 3)
  await withClient(house.database.adminUrl, async (client) => {
    await client.query('begin')
    await client.query('lock table goodfaith.ledger_checkpoints in exclusive mode')
    const dying = house.gate.sequencer.sequence().then(
      () => 'lived',
      () => 'died',
    )
    const kill = `select pg_terminate_backend(pid) as killed from pg_stat_activity
      where application_name = 'goodfaith sequencer' and wait_event_type = 'Lock'`
    for (let killed = 0; killed === 0;) killed = (await client.query(kill)).rowCount ?? 0
    expect(await dying).toBe('died')
    await client.query('rollback')
  })
  expect((await house.gate.verifyLedger()).waiting).toBeGreaterThan(0)
  await house.gate.sequencer.sequenceAll()
  expect(await house.gate.verifyLedger()).toMatchObject({ waiting: 0, faults: new Map() })
})

test('a tree of more than one tile is one, and each of its lines has its place', async () => {
  const [person] = (await create(house.gate, 1)) as [string]
  for (let i = 0; i < 300; i += 30)
    await Promise.all(
      Array.from({ length: 30 }, () =>
        house.gate.read({ actor: service, purpose }, (rd) => rd.people.byId(person, ['email'])),
      ),
    )
  await house.gate.sequencer.sequence(200)
  await house.gate.sequencer.sequenceAll()
  const events = await eventsOf(person)
  for (const { event_id } of [events[0]!, events[150]!, events.at(-1)!])
    expect((await checked(person, await proofOf(house.gate, person, event_id))).id).toBe(event_id)
  expect(await everyFault()).toEqual({})
}, 60_000)

test('whatever is changed afterwards is found', async () => {
  const changes = [
    ["fields = 'phone'", "fields = 'email'"],
    ["at = at + interval '1 microsecond'", "at = at - interval '1 microsecond'"],
    ["kind = 'listed'", "kind = 'opened'"],
  ] as const
  const [row] = await admin<{ event_id: string }>(
    `select e.event_id from goodfaith.ledger_events e join goodfaith.ledger_links l on l.event_id = e.event_id
     where e.kind = 'opened' and e.fields = 'email' order by e.event_id desc limit 1`,
  )
  const event = row!.event_id
  for (const [text, undo] of changes) {
    await admin(`update goodfaith.ledger_events set ${text} where event_id = $1`, [event])
    // the head no longer fits what the events say, either
    expect([text, Object.keys(await everyFault()).sort()]).toEqual([
      text,
      ['checkpoint_wrong', 'event_changed', 'tile_changed'],
    ])
    await admin(`update goodfaith.ledger_events set ${undo} where event_id = $1`, [event])
    expect(await everyFault()).toEqual({})
  }

  await admin(`update goodfaith.ledger_leaves set hash = sha256(hash) where event_id = $1`, [event])
  expect(await everyFault()).toEqual({ event_changed: 1 })
  await admin(
    `update goodfaith.ledger_leaves set hash = substring(t.hashes from (leaf % 256)::integer * 32 + 1 for 32)
     from goodfaith.ledger_tiles t where t.level = 0 and t.tile = leaf / 256 and event_id = $1`,
    [event],
  )
  expect(await everyFault()).toEqual({})

  await admin(`update goodfaith.ledger_links set salt = sha256(salt) where event_id = $1`, [event])
  expect(await everyFault()).toEqual({ link_changed: 1 })
})

test('and whatever is taken away', async () => {
  const before = await everyFault()
  const gone = async (table: string, where: string) => {
    const kept = await withClient(house.database.adminUrl, async (client) => {
      await client.query('begin')
      await client.query(`create table public.kept as select * from goodfaith.${table} where ${where}`)
      await client.query(`delete from goodfaith.${table} where ${where}`)
      await client.query('commit')
      const { faults } = await house.gate.verifyLedger()
      await client.query(`insert into goodfaith.${table} select * from public.kept`)
      await client.query('drop table public.kept')
      return [...faults.keys()].filter((fault) => !(fault in before))
    })
    expect(await everyFault()).toEqual(before)
    return kept.sort()
  }
  const last = '(select max(leaf) from goodfaith.ledger_leaves)'
  expect(await gone('ledger_leaves', `leaf = ${last}`)).toEqual(['event_lost', 'ledger_cut'])
  expect(
    await gone('ledger_events', 'event_id = (select event_id from goodfaith.ledger_leaves where leaf = 3)'),
  ).toEqual(['event_lost'])
  expect(await gone('ledger_tiles', 'level = 0 and tile = 0')).toEqual(['tile_changed'])
})

test('a head that we did not sign is not believed', async () => {
  const before = await everyFault()
  const [head] = await admin<{ size: string; note: string }>(
    'select size, note from goodfaith.ledger_checkpoints order by size desc limit 1',
  )
  const forged = head!.note
    .replace(/.{6}==\n$/, 'AAAA==\n')
    .replace(/(.)(.{3}\n)$/, (_, a: string, b: string) => `${a === 'A' ? 'B' : 'A'}${b}`)
  await admin('update goodfaith.ledger_checkpoints set note = $1 where size = $2', [forged, head!.size])
  expect(await everyFault()).toEqual({ ...before, checkpoint_wrong: 1 })
  await admin('update goodfaith.ledger_checkpoints set note = $1 where size = $2', [head!.note, head!.size])
})

test('what happened to someone who was erased stays in the tree and names nobody', async () => {
  const fresh = await openHouse()
  const jo = await fresh.staff('service')
  const errand = { actor: jo, purpose }
  const [id] = await fresh.gate.once(errand, (tx) => tx.people.create([aPerson({}, [aGrant(purpose)])]))
  await fresh.gate.sequencer.sequenceAll()
  const erasure = await fresh.gate.run(errand, (tx) => tx.erasures.begin(id!, 'asked', null))
  await fresh.gate.erasures.carryOut(erasure)
  await fresh.gate.sequencer.sequenceAll()
  const report = await fresh.gate.verifyLedger()
  expect(report.faults).toEqual(new Map())
  expect([report.links, report.leaves > 1]).toEqual([0, true])
})
