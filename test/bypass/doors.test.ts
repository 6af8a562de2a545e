/**
 * Every door, that is every function which the working login may call, is called without a token, for another purpose
 * and by another person. A new door without a row here fails.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { SYSTEM, type Actor } from '../../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../kit/house.ts'
import { asSuperuser, asWorkingLogin, outcome, type Attacker } from './attack.ts'

/**
 * What a call gives: the SQLSTATE of a refusal; `nothing`, which is no row, null, zero or false; `done`, which is that it
 * went through and answers nothing; `own`, which is something of the caller's or for everyone.
 */
type Given = string

interface Door {
  /** By staff with a true token of a purpose that does not show the person. */
  readonly hidden: Given
  /** By another person with a true token of their own. */
  readonly person: Given
}

const HIDDEN: Door = { hidden: 'GF404', person: 'GF404' }
const EMPTY: Door = { hidden: 'nothing', person: 'nothing' }
const SYSTEM_ONLY: Door = { hidden: 'GF018', person: 'GF018' }
const STAFF_ONLY: Door = { hidden: 'done', person: '42501' }
const OFFICER: Door = { hidden: 'GF018', person: 'GF018' }
const REFUSED: Door = { hidden: '42501', person: '42501' }

/** Doors that ask for a token of a purpose. */
const DOORS: Record<string, Door> = {
  // a line of the caller's own; it answers that the person is not to be opened
  append: { hidden: 'own', person: 'own' },
  look: EMPTY,
  view_pages: EMPTY,
  read_people: EMPTY,
  list_people: { hidden: 'GF018', person: 'nothing' },
  list_recent: EMPTY,
  search_people: EMPTY,
  known_people: EMPTY,
  read_for_change: EMPTY,
  kept_of: EMPTY,
  kept_facts: EMPTY,
  kept_about: EMPTY,
  put_kept: HIDDEN,
  // for the privacy officer under legal.retention
  find_kept: OFFICER,
  open_kept: OFFICER,
  end_kept: OFFICER,
  write_law: REFUSED,
  sign_law: { hidden: 'GF016', person: 'GF016' },
  end_law: REFUSED,
  read_grants: EMPTY,
  read_times: EMPTY,
  read_ledger: EMPTY,
  withheld_lines: EMPTY,
  read_line: EMPTY,
  age_facts: EMPTY,
  key_of: EMPTY,
  erasure_facts: EMPTY,
  suppressed: EMPTY,
  suppress: { hidden: 'done', person: 'done' },
  // how many are held, for the gate to round; nobody in particular
  count_people: { hidden: 'own', person: 'nothing' },
  // refused before anything of the made-up values is looked at, or for them
  create_people: { hidden: '23505', person: 'GF001' },
  create_each: { hidden: '23505', person: 'GF001' },
  change_person: HIDDEN,
  give: HIDDEN,
  check_grant: { hidden: 'GF404', person: 'GF016' },
  withdraw: HIDDEN,
  renew: HIDDEN,
  record: HIDDEN,
  told: HIDDEN,
  plan_erasure: HIDDEN,
  begin_erasure: HIDDEN,
  // for other purposes than this one
  find_person: { hidden: 'GF018', person: 'GF018' },
  count_find: { hidden: 'GF018', person: 'GF018' },
  put_staff: REFUSED,
  set_organisation: REFUSED,
  put_api_token: STAFF_ONLY,
  api_tokens: EMPTY,
  end_api_token: EMPTY,
  write_notice: REFUSED,
  translate_notice: REFUSED,
  propose_purpose: REFUSED,
  check_purpose: REFUSED,
  end_purpose: REFUSED,
  write_test: STAFF_ONLY,
  sign_test: { hidden: 'GF016', person: 'GF016' },
  end_test: REFUSED,
  receiver_key: EMPTY,
  put_mail: HIDDEN,
  list_mail: REFUSED,
  take_mail: REFUSED,
  settle_mail: REFUSED,
  // ids alone; whoever does the job asks for the person anew
  put_job: { hidden: 'done', person: 'done' },
  take_job: REFUSED,
  settle_job: REFUSED,
  create_import: STAFF_ONLY,
  read_imports: EMPTY,
  read_import_report: HIDDEN,
  see_in_import: HIDDEN,
  note_batch: { hidden: 'GF409', person: 'GF409' },
  turn_import: EMPTY,
  ask_undo: HIDDEN,
  read_undo: EMPTY,
  left_of_import: EMPTY,
  put_secrets: HIDDEN,
  vault_list: EMPTY,
  drop_secrets: HIDDEN,
  // for purposes that open whole secrets
  take_secret: { hidden: 'GF018', person: 'GF018' },
  match_secrets: { hidden: 'GF018', person: 'GF018' },
  count_secret: { hidden: 'GF018', person: 'GF018' },
  count_match: { hidden: 'GF018', person: 'GF018' },
  owners_of_secrets: { hidden: 'GF018', person: 'GF018' },
  ask_approval: { hidden: 'GF018', person: 'GF018' },
  list_approvals: { hidden: 'GF018', person: 'GF018' },
  decide_approval: { hidden: 'GF018', person: 'GF018' },
  // a row that the gate does not hold to be true: it has no MAC of the keyring
  put_fresh: STAFF_ONLY,
  read_fresh: EMPTY,
}

/** Doors for the system's own work: signing in, erasures, backups, checks, the ledger's numbers, and what is due. */
const SYSTEM_DOORS = [
  ...['put_session', 'end_session', 'bearer', 'put_link', 'read_link', 'use_link', 'set_password'],
  ...['staff_by_address', 'staff_members'],
  ...['open_erasures', 'mark_key_gone', 'forget_rows', 'finish_erasure', 'unkept_people', 'untold_people'],
  ...['people_of_ended', 'end_grants', 'unasked_claims', 'note_asked'],
  ...['undo_batch', 'end_undo', 'open_undos'],
  ...['expire_imports', 'open_imports', 'take_secret_keys', 'backup_people', 'backup_house', 'backup_staff'],
  ...['turn_tokens', 'token_people', 'put_tokens', 'put_staff_tokens', 'token_kept'],
  ...['put_kept_tokens', 'drop_tokens'],
  ...[
    'due_kept',
    'drop_kept',
    'kept_wanting',
    'law_caught_up',
    'verify_kept',
    'backup_kept',
    'release_leavings',
  ],
  ...['verify_rows', 'verify_erasures', 'verify_standing', 'erased_keys', 'needed_keys', 'owned_keys'],
  ...['take_ledger_turn', 'waiting_events', 'write_leaves', 'ledger_leaves_from', 'ledger_faults'],
]
for (const name of SYSTEM_DOORS) DOORS[name] = SYSTEM_ONLY

/** Doors that need none, and why they give nothing away. */
const WITHOUT: Record<string, string> = {
  token_state: 'which generation of keys is looked up',
  now: 'the clock',
  purpose: 'the purpose of the token set, or null',
  self: 'the person of the token set, or null',
  opened: 'the compartments of the purpose of the token set, or null',
  seen_persons: 'rows that the purpose of the token set shows, or none',
  seen_sources: 'rows that the purpose of the token set shows, or none',
  seen_standing: 'rows that the purpose of the token set shows, or none',
  seen_grants: 'rows that the purpose of the token set shows, or none',
  seen_grant_marks: 'rows that the purpose of the token set shows, or none',
  any_staff: 'whether anybody works here',
  any_people: 'whether anybody is held',
  reserve: 'keyed hashes of a request',
  keep_result: 'by the keyed hash of a request',
  give_up: 'by the keyed hash of a request',
  read_erasure: 'by an id that cannot be guessed',
}

let house: TestHouse
let marketing: Actor
let person: string
let another: string
let functions: { name: string; names: string[]; types: string[] }[]

beforeAll(async () => {
  house = await openHouse()
  const service = await house.staff('service')
  marketing = await house.staff('marketing')
  const grants = () => [aGrant('service.request'), aGrant('service.account')]
  const made = await house.gate.once({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([aPerson({}, grants()), aPerson({}, grants())]),
  )
  person = made[0]!
  another = made[1]!
  functions = await asSuperuser(house, async (client) => {
    const { rows } = await client.query<(typeof functions)[number]>(
      `select p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as names,
         array(select format_type(t, null) from unnest(p.proargtypes) with ordinality u (t, n) order by n) as types
       from pg_proc p where p.pronamespace = 'gate'::regnamespace
         and has_function_privilege($1, p.oid, 'execute') order by p.proname`,
      [house.database.names.work],
    )
    return rows
  })
})

test('every door has its row, every row its door, and no name is used twice', () => {
  const names = functions.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(50)
  expect(names).toEqual([...new Set(names)])
  expect(names.toSorted()).toEqual([...Object.keys(DOORS), ...Object.keys(WITHOUT)].toSorted())
  for (const { name, names: given } of functions)
    expect([name, given[0] === 'token' || given[0] === 'tokens']).toEqual([name, name in DOORS])
})

describe.each(Object.entries(DOORS))('%s', (name, door) => {
  test('refuses a call without a token, and one with a token of nobody', async () => {
    for (const token of [null, '', 'v1|1|staff|x|y|conn|1|1|z']) {
      expect(await knock(name, () => Promise.resolve(token)), String(token)).toBe('GF001')
    }
  })

  test('gives a purpose that does not show the person nothing of theirs', async () => {
    expect(await knock(name, ({ token }) => token(marketing, 'marketing.email'))).toBe(door.hidden)
  })

  test('gives another person nothing of theirs', async () => {
    const other: Actor = { kind: 'person', id: another }
    expect(await knock(name, ({ token }) => token(other, 'rights.request'))).toBe(door.person)
  })
})

test('the system, too, is bound to the purpose of its token', async () => {
  for (const name of ['read_people', 'read_grants', 'list_recent'])
    expect(await knock(name, ({ token }) => token(SYSTEM, 'marketing.email')), name).toBe('nothing')
})

/** Calls a door about the person with made-up values, undoes it, and holds the person's rows to what they were. */
async function knock(name: string, mint: (attacker: Attacker) => Promise<string | null>): Promise<Given> {
  const { names, types } = functions.find((each) => each.name === name)!
  return asWorkingLogin(house, async (attacker) => {
    const before = await held()
    const values = names.map((argument, i) => valueOf(argument, types[i]!))
    const token = await mint(attacker)
    values[0] = names[0] === 'tokens' ? [token] : token
    const places = types.map((type, i) => `$${i + 1}::${type}`).join(',')
    await attacker.client.query('begin')
    const answer = await outcome(
      attacker.client.query<Record<string, unknown>>(`select * from gate.${name}(${places})`, values),
    )
    await attacker.client.query('rollback')
    expect(await held()).toEqual(before)
    if (typeof answer === 'string') return answer
    const given = answer.flatMap((row) => Object.values(row))
    if (given.every((value) => [null, '0', 0, false].includes(value as null))) return 'nothing'
    return given.every((value) => value === '') ? 'done' : 'own'
  })
}

/** A value for an argument: the person where one is asked for, and otherwise something that fits its type. */
function valueOf(argument: string, type: string): unknown {
  if (type.endsWith('[]')) return [valueOf(argument, type.slice(0, -2))]
  if (type === 'uuid')
    return [
      'person',
      'people',
      'g_person',
      'v_person',
      't_person',
      'l_person',
      'c_person',
      's_person',
      'i_person',
      'k_person',
    ].includes(argument)
      ? person
      : uuid()
  if (type === 'bytea') return Buffer.from([1])
  if (type === 'boolean') return false
  if (type === 'integer' || type === 'bigint') return 1
  if (type.startsWith('timestamp')) return new Date()
  if (argument === 'verdict') return 'accepted'
  if (argument === 'channels') return 'email'
  if (argument === 'which') return 'sales.account'
  return argument === 'reason' ? 'asked' : 'x'
}

/** Every row of the person's, as it stands. */
function held(): Promise<unknown[]> {
  return asSuperuser(house, async (client) => {
    const tables = [
      'persons',
      'sources',
      'sealed_values',
      'standing',
      'grants',
      'grant_marks',
      'ledger_links',
      'erasures',
    ]
    const rows: unknown[] = []
    for (const table of tables)
      rows.push(
        (await client.query(`select * from goodfaith.${table} where person_id = $1 order by 1, 2`, [person]))
          .rows,
      )
    return rows
  })
}
