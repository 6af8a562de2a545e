/**
 * `decide()` is the rule that people can read; row policies and doors are what is asked. Random histories are played
 * into the database as the doors would have written them, its clock is moved across every boundary, and both have to
 * say the same about every purpose.
 */
import fc from 'fast-check'
import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Given } from '../../core/grants.ts'
import { findPurpose, ROLES, SHIPPED, type Purpose } from '../../core/purposes.ts'
import { decide, type Facts, type HistoryEvent } from '../../core/standing.ts'
import { SYSTEM, type Actor } from '../../gate/token.ts'
import { movableClock } from '../kit/clock.ts'
import { histories } from '../kit/histories.ts'
import { openHouse, type TestHouse } from '../kit/house.ts'
import { momentsOf } from '../kit/moments.ts'
import { withClient } from '../kit/postgres.ts'

let house: TestHouse
let everyRole: Actor
/** The organisation's own, below some that ship. */
let own: readonly Purpose[]

beforeAll(async () => {
  house = await openHouse()
  everyRole = await house.staff(...ROLES)
  own = await ownPurposes()
  await movableClock(house.database)
  await withClient(house.database.adminUrl, (client) => client.query(PLAY))
})

interface Step {
  readonly at: string
  readonly do: string
  readonly [value: string]: unknown
}

/** What was seen at a moment, by policy and by door, for each purpose in turn. */
type Seen = { at: string; policy: boolean[]; door: boolean[] }

/**
 * Plays one person's steps in one transaction that is rolled back: each event as its door writes it, with `settle`
 * after it; at a `look` the working login asks with a token for each purpose.
 */
const PLAY = `
create function gate.test_play(tokens text[], system_token text, person uuid, steps jsonb) returns jsonb
language plpgsql as $$
declare s jsonb; seen jsonb := '[]'; token text; policies boolean[]; doors boolean[]; there boolean;
begin
  for s in select e from jsonb_array_elements(steps) e loop
    perform set_config('test.at', s->>'at', true);
    case s->>'do'
      when 'created' then
        insert into goodfaith.persons (person_id, key_id, created_at, changed_at)
          values (person, gen_random_uuid(), gate.now(), gate.now());
      when 'given' then
        insert into goodfaith.grants (grant_id, person_id, purpose, basis, evidence_kind, confirmed, given_at, by_kind, by_id, expires_at)
          values ((s->>'id')::uuid, person, s->>'purpose', s->>'basis', s->>'evidence', (s->>'confirmed')::boolean, gate.now(),
            s->>'by_kind', (s->>'by_id')::uuid, (s->>'expires')::timestamptz);
      when 'mark' then
        insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
          values (gen_random_uuid(), (s->>'id')::uuid, person, s->>'kind', gate.now(), s->>'by_kind', (s->>'by_id')::uuid);
      when 'notice_due' then
        update goodfaith.persons p set notice_due = least(p.notice_due, (s->>'deadline')::timestamptz) where p.person_id = person;
      when 'notice_told' then
        update goodfaith.persons p set notice_told = gate.now(), notice_due = null where p.person_id = person and p.notice_due is not null;
      when 'signed' then
        insert into goodfaith.balancing_tests (test_id, purpose, text, written_by, signed_by, signed_at)
          values ((s->>'id')::uuid, s->>'purpose', '', gen_random_uuid(), gen_random_uuid(), gate.now());
        perform gate.settle_purpose(s->>'purpose');
      when 'ended' then
        update goodfaith.balancing_tests b set ended_at = gate.now() where b.test_id = (s->>'id')::uuid;
        perform gate.settle_purpose(s->>'purpose');
      when 'erased' then
        -- while a contract stands leaving is not an erasure yet (test/promises/kept-by-law.test.ts)
        insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
          select gen_random_uuid(), g.grant_id, person, 'withdrawn', gate.now(), 'person', person from goodfaith.grants g where g.person_id = person;
        perform gate.begin_erasure(system_token, person, gen_random_uuid(), null, '{}', '\\x00', '\\x00', '\\x00', gen_random_uuid(),
          array['\\x00'::bytea], array[0], '\\x', '\\x00', null);
      when 'look' then
        policies := '{}'; doors := '{}';
        perform set_config('role', 'goodfaith_work', true);
        foreach token in array tokens loop
          perform set_config('goodfaith.token', token, true);
          select exists (select from gate.seen_persons() p where p.person_id = person) into there;
          policies := policies || there;
          select exists (select from gate.read_people(token, array[person], '{}')) into there;
          doors := doors || there;
        end loop;
        perform set_config('role', 'none', true);
        seen := seen || jsonb_build_object('at', s->>'at', 'policy', policies, 'door', doors);
    end case;
    if s->>'do' <> 'look' then perform gate.settle(array[person]); end if;
  end loop;
  return seen;
end $$`

test('for every purpose, at every boundary, the database shows a person exactly when decide() allows it', async () => {
  await withClient(house.database.adminUrl, async (client) => {
    await fc.assert(
      fc.asyncProperty(histories(), async (facts) => {
        expect(await differences(client, facts)).toEqual([])
      }),
      { numRuns: 120, interruptAfterTimeLimit: 45_000, markInterruptAsFailure: false },
    )
  })
})

test('the same holds for purposes that an organisation has added', async () => {
  await withClient(house.database.adminUrl, async (client) => {
    expect(own).toHaveLength(6)
    const purposes = [...own, findPurpose('service.request')!]
    await fc.assert(
      fc.asyncProperty(histories({ purposes }), async (facts) => {
        expect(await differences(client, facts)).toEqual([])
      }),
      { numRuns: 60, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false },
    )
  })
})

test('the comparison sees a difference: a person told too late, whom only the database was told of', async () => {
  const at = Date.UTC(2025, 4, 1)
  const told: Facts = { history: [{ kind: 'created', at }, contract(at)], tests: [] }
  const due: HistoryEvent = { kind: 'notice_due', at, deadline: at + 1_000 }
  await withClient(house.database.adminUrl, async (client) => {
    expect(await differences(client, told)).toEqual([])
    const played = { ...told, history: [...told.history, due] }
    expect(await differences(client, played, told)).not.toEqual([])
  })
})

/** Of every kind of term, each accepted by a second person. */
async function ownPurposes(): Promise<Purpose[]> {
  const second = await house.staff('privacy_officer')
  const wanted: [string, Partial<Purpose>][] = [
    ['service.request', { term: { months: 3, after: 'grant' } }],
    ['service.request', { term: { months: 2, after: 'last_word' } }],
    ['sales.prospecting', { term: { until: 'grant', months: 6 } }],
    ['marketing.email', { term: { until: 'relation' }, silence: { months: 12 } }],
    ['marketing', { term: { until: 'grant', months: 1 }, silence: { months: 5 } }],
    ['service.account', { term: { until: 'relation' } }],
  ]
  for (const [nth, [below, rest]] of wanted.entries()) {
    const parent = findPurpose(below === 'marketing' ? 'marketing.sms' : below)!
    const { balancing: _signed, notice: _first, ...wide } = parent
    const id = `${below}.own${nth}`
    const purpose: Purpose = { ...wide, id, parent: below, title: 'Own', ...rest }
    const wording = purpose.bases.includes('consent') ? 'I would like this, and can stop it.' : null
    const asked = { actor: everyRole, purpose: 'analytics.aggregate' }
    const proposal = await house.gate.run(asked, (tx) => tx.registries.proposePurpose(purpose, wording))
    await house.gate.run({ ...asked, actor: second }, (tx) =>
      tx.registries.checkPurpose(proposal, true, 'read it through'),
    )
  }
  const { purposes } = await house.gate.registered(true)
  return purposes.filter(({ id }) => /\.own\d$/.test(id))
}

function contract(at: number): Given {
  return {
    kind: 'given',
    at,
    grant_id: uuid(),
    purpose: 'service.account',
    basis: 'contract',
    by: { kind: 'staff', id: uuid() },
    notice: null,
    evidence_kind: 'contract',
    expires_at: null,
    confirmed: false,
    guardian: false,
    under_age: false,
  }
}

/** Plays `facts` and compares what is seen with what core decides of `by`. */
async function differences(client: pg.Client, facts: Facts, by: Facts = facts): Promise<unknown[]> {
  const moments = momentsOf(facts).filter((at) => at >= facts.history[0]!.at)
  const purposes = asked(facts)
  const seen = await play(client, purposes, [...events(facts), ...moments.map(look)].sort(inTime))
  expect(seen).toHaveLength(moments.length)
  return seen.flatMap(({ at, policy, door }) =>
    purposes.flatMap((id, i) => {
      const { allowed, reason } = decide(by, findPurpose(id, [...SHIPPED, ...own])!, Date.parse(at))
      const same = policy[i] === allowed && door[i] === allowed
      return same ? [] : [{ id, at, allowed, reason, policy: policy[i], door: door[i] }]
    }),
  )
}

async function play(client: pg.Client, purposes: string[], steps: Step[]): Promise<Seen[]> {
  await client.query('begin')
  try {
    const { rows: me } = await client.query<{ pid: number; now: string }>(
      'select pg_backend_pid() as pid, (extract(epoch from statement_timestamp()) * 1000000)::bigint::text as now',
    )
    const { pid, now } = me[0]!
    const mint = (actor: Actor, purpose: string) => house.mint.token(actor, purpose, 'conn', pid, BigInt(now))
    const { rows } = await client.query<{ seen: Seen[] }>(
      'select gate.test_play($1, $2, $3::uuid, $4::jsonb) as seen',
      [
        purposes.map((id) => mint(everyRole, id)),
        mint(SYSTEM, 'rights.request'),
        uuid(),
        JSON.stringify(steps),
      ],
    )
    return rows[0]!.seen
  } finally {
    await client.query('rollback')
  }
}

/** The purposes of the history's grants, those by law, and one that nobody granted. */
function asked({ history }: Facts): string[] {
  const granted = history.flatMap((event) => (event.kind === 'given' ? [event.purpose] : []))
  const other = SHIPPED.find(({ id, kind }) => kind === 'granted' && !granted.includes(id))!
  return [...new Set([...granted, 'rights.request', 'security.incident', other.id])]
}

function events({ history, tests }: Facts): Step[] {
  return [
    ...history.map((event) => asStep(event)),
    ...tests.flatMap(({ purpose, signed_at, ended_at }) => {
      const id = uuid()
      const signed = { at: iso(signed_at), do: 'signed', id, purpose }
      return ended_at ? [signed, { at: iso(ended_at), do: 'ended', id, purpose }] : [signed]
    }),
  ]
}

function asStep(event: HistoryEvent): Step {
  const at = iso(event.at)
  switch (event.kind) {
    case 'created':
    case 'notice_told':
    case 'erased':
      return { at, do: event.kind }
    case 'notice_due':
      return { at, do: event.kind, deadline: iso(event.deadline) }
    case 'given':
      return {
        at,
        do: 'given',
        id: event.grant_id,
        purpose: event.purpose,
        basis: event.basis,
        evidence: event.evidence_kind,
        confirmed: event.confirmed,
        by_kind: event.by.kind,
        by_id: event.by.id,
        expires: event.expires_at === null ? null : iso(event.expires_at),
      }
    default:
      return {
        at,
        do: 'mark',
        id: event.grant_id,
        kind: event.kind,
        by_kind: event.by.kind,
        by_id: event.by.id,
      }
  }
}

function look(at: number): Step {
  return { at: iso(at), do: 'look' }
}

/** At one moment things keep their order, a telling comes after what it tells of, and looking comes last. */
function inTime(a: Step, b: Step): number {
  const late = ({ do: what }: Step) => (what === 'look' ? 2 : what === 'notice_told' ? 1 : 0)
  return a.at < b.at ? -1 : a.at > b.at ? 1 : late(a) - late(b)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
