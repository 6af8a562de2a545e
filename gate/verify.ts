import type { House } from './caller.ts'
import { asProblem } from './refusals.ts'
import { SYSTEM } from './token.ts'

/** One thing that was looked at. */
export interface Finding {
  readonly check: string
  /** How many were looked at, where that can be counted. */
  readonly looked: number | null
  readonly wrong: number
  /** What to do, or what it means; nothing personal. */
  readonly note: string
}

const PAGE = 1000
const PURPOSE = 'rights.request'

type Ask = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/**
 * Looks whether the house is as it says: rows without their person, keys without a row and rows without their key,
 * what is left of erased people, and standing that is not what the grants say. Changes nothing.
 */
export async function verifyHouse(house: House): Promise<Finding[]> {
  const ask: Ask = (text, values = []) => asSystem(house, text, values)
  return [
    ...(await rowsWithoutPerson(ask)),
    await keysWithoutRow(house, ask),
    await rowsWithoutKey(house, ask),
    ...(await leftOfErased(house, ask)),
    await standing(house),
    ...(await keptByLaw(ask)),
  ]
}

async function rowsWithoutPerson(ask: Ask): Promise<Finding[]> {
  const rows = await ask<{ holding: string; count: string }>('select * from gate.verify_rows($1)')
  const wrong = rows.filter((row) => row.count !== '0')
  return [
    {
      check: 'rows without their person',
      looked: rows.length,
      wrong: wrong.reduce((sum, row) => sum + Number(row.count), 0),
      note: wrong.map((row) => row.holding).join(', '),
    },
  ]
}

async function keysWithoutRow({ keyring }: House, ask: Ask): Promise<Finding> {
  let looked = 0
  let wrong = 0
  for await (const ids of keyring.pages(PAGE)) {
    const owned = await ask<{ key_id: string }>('select key_id from gate.owned_keys($1,$2::uuid[])', [ids])
    looked += ids.length
    wrong += ids.length - owned.length
  }
  return {
    check: 'keys that open nothing',
    looked,
    wrong,
    note: wrong > 0 ? 'left by a server that was cut off; the next sweep removes them' : '',
  }
}

async function rowsWithoutKey({ keyring }: House, ask: Ask): Promise<Finding> {
  let looked = 0
  let wrong = 0
  for (let after: string | null = null; ;) {
    const rows: { key_id: string }[] = await ask('select key_id from gate.needed_keys($1,$2::uuid,$3)', [
      after,
      PAGE,
    ])
    const ids = rows.map((row) => row.key_id)
    if (ids.length === 0) break
    wrong += await keyring.with(ids, (keyOf) => ids.filter((id) => keyOf(id) === undefined).length)
    looked += ids.length
    after = ids.at(-1)!
  }
  return { check: 'rows without their key', looked, wrong, note: wrong > 0 ? 'they open for nobody' : '' }
}

async function leftOfErased({ keyring }: House, ask: Ask): Promise<Finding[]> {
  const [row] = await ask<{ open: string; unlinked: string }>('select * from gate.verify_erasures($1)')
  let looked = 0
  let alive = 0
  for (let after: string | null = null; ;) {
    const rows: { erasure_id: string; hashes: Buffer[] }[] = await ask(
      'select * from gate.erased_keys($1,$2::uuid,$3)',
      [after, PAGE],
    )
    if (rows.length === 0) break
    alive += await keyring.alive(rows.flatMap((each) => each.hashes))
    looked += rows.length
    after = rows.at(-1)!.erasure_id
  }
  return [
    {
      check: 'keys of erased people',
      looked,
      wrong: alive,
      note: alive > 0 ? 'start the server: it replays the records' : '',
    },
    {
      check: 'erasures that still name their person',
      looked,
      wrong: Number(row!.unlinked),
      note: '',
    },
    {
      check: 'erasures under way',
      looked: Number(row!.open),
      wrong: 0,
      note: Number(row!.open) > 0 ? 'a running server finishes them' : '',
    },
  ]
}

async function keptByLaw(ask: Ask): Promise<Finding[]> {
  const [row] = await ask<{ copies: string; wanting: string; overdue: string; leaving: string }>(
    'select * from gate.verify_kept($1)',
  )
  const looked = Number(row!.copies)
  const note = (wrong: string) => (wrong === '0' ? '' : 'a running server mends it within ten minutes')
  return [
    {
      check: 'contracts without the copy that a law asks for',
      looked,
      wrong: Number(row!.wanting),
      note: note(row!.wanting),
    },
    {
      check: 'copies kept by a law past their date',
      looked,
      wrong: Number(row!.overdue),
      note: note(row!.overdue),
    },
    {
      check: 'people who left and whose contract has ended',
      looked: null,
      wrong: Number(row!.leaving),
      note: note(row!.leaving),
    },
  ]
}

/** Removes keys that no row needs and no server holds; see `Keyring.tidy`. */
export function tidyKeys(house: House): Promise<number> {
  return house.keyring.tidy(async (ids) => {
    const rows = await asSystem<{ key_id: string }>(
      house,
      'select key_id from gate.owned_keys($1,$2::uuid[])',
      [ids],
    )
    return new Set(rows.map((row) => row.key_id))
  })
}

/** In transactions that are rolled back: settling anew is how it is found out. */
async function standing(house: House): Promise<Finding> {
  let wrong = 0
  let pages = 0
  for (let after: string | null = null; ; pages++) {
    const row: { last: string | null; wrong: string } = await house.database.on(
      'verify',
      async ({ client, pid }) => {
        await client.query('begin')
        try {
          const token = house.mint.token(SYSTEM, PURPOSE, 'conn', pid, house.database.moment())
          const { rows } = await client.query('select * from gate.verify_standing($1,$2::uuid,$3)', [
            token,
            after,
            PAGE,
          ])
          return rows[0] as { last: string | null; wrong: string }
        } finally {
          await client.query('rollback').catch(() => undefined)
        }
      },
    )
    wrong += Number(row.wrong)
    if (row.last === null) break
    after = row.last
  }
  return { check: 'standing that is not what the grants say', looked: pages * PAGE, wrong, note: '' }
}

async function asSystem<Row>(house: House, text: string, values: readonly unknown[]): Promise<Row[]> {
  try {
    return await house.database.on('verify', async ({ client, pid }) => {
      const token = house.mint.token(SYSTEM, PURPOSE, 'conn', pid, house.database.moment())
      return (await client.query(text, [token, ...values])).rows as Row[]
    })
  } catch (error) {
    throw asProblem(error)
  }
}
