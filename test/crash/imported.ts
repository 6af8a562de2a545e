import type { House } from './fire.ts'
import { each, type Promised } from './promised.ts'

/** Rows of one file that are new, repeat an earlier one, and tell of nobody. */
const FRESH = 900
const REPEATS = 60
const NOBODY = 40
const ROWS = FRESH + REPEATS + NOBODY
/** Of a file's people so many are looked for, each by the address. */
const LOOKED_FOR = 45

interface Listed {
  readonly id: string
  readonly file: string | null
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Files that are imported while the power goes. One whose upload was not answered may be unknown; one that is known
 * comes to its end by itself, with every row once and counts that add up.
 */
export class Imported {
  readonly #house: House
  readonly #promised: Promised
  readonly #open = new Map<string, string | undefined>()
  #files = 0
  finished = 0

  constructor(house: House, promised: Promised) {
    this.#house = house
    this.#promised = promised
  }

  /** Sends a file and waits for nothing but the answer. */
  async send(): Promise<void> {
    const file = `drill-${++this.#files}.csv`
    this.#open.set(file, undefined)
    const answer = await this.#house.send(file, textOf(file), {
      mapping: { Given: 'given_name', Family: 'family_name', Mail: 'email', City: 'city' },
      source: { kind: 'person', detail: 'the forms of the fire drill' },
      grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
    })
    if (answer.status === 202) this.#open.set(file, (answer.body as Listed).id)
    else if (answer.status < 500) throw new Error(`an import was refused: ${JSON.stringify(answer)}`)
  }

  /** After a start: nothing lost, nothing twice, nothing half. */
  async check(): Promise<void> {
    const { body } = await this.#house.call('GET', '/imports')
    const listed = (body as { items: Listed[] }).items
    for (const [file, id] of this.#open) {
      const known = listed.filter((one) => one.file === file)
      if (known.length > 1) throw new Error('an import is there twice')
      if (known.length === 0 && id !== undefined) throw new Error('an acknowledged import is not there')
      if (known.length === 1) await this.#whole(file, known[0]!.id)
      else if ((await this.#promised.found(addressAt(file, 0))).length > 0)
        throw new Error('rows are there of an import that nobody knows')
      this.#open.delete(file)
    }
  }

  async #whole(file: string, id: string): Promise<void> {
    const one = () => this.#house.call('GET', `/imports/${id}`).then(({ body }) => body as Listed)
    await this.#house.until('an import did not go on', async () => {
      const { state } = await one()
      return state !== 'queued' && state !== 'running'
    })
    const { state, counts } = await one()
    const wanted = {
      rows: ROWS,
      imported: FRESH,
      duplicates: REPEATS,
      rejected: NOBODY,
      updated: 0,
      suppressed: 0,
    }
    const same = Object.entries(wanted).every(([name, count]) => counts[name] === count)
    if (state !== 'done' || !same) throw new Error(`an import was cut: ${state} ${JSON.stringify(counts)}`)
    const every = Array.from({ length: LOOKED_FOR }, (_, nth) => Math.floor((nth * FRESH) / LOOKED_FOR))
    await each([...every, FRESH - 1], async (row) => {
      const found = await this.#promised.found(addressAt(file, row))
      if (found.length !== 1) throw new Error(`row ${row} made ${found.length} people`)
      const email = addressAt(file, row)
      this.#promised.people.set(found[0]!, { email, city: 'Ulm', tried: undefined, withdrawn: false })
    })
    await this.#report(id)
    this.finished++
  }

  /** The report has each row once, in order. */
  async #report(id: string): Promise<void> {
    let rows = 0
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { body } = await this.#house.call('GET', `/imports/${id}/report?cursor=${cursor}`)
      const page = body as { items: { row: number }[]; next: string | null }
      for (const { row } of page.items) if (row !== ++rows) throw new Error(`row ${row} stands for ${rows}`)
      cursor = page.next
    }
    if (rows !== ROWS) throw new Error(`the report has ${rows} rows`)
  }
}

function addressAt(file: string, row: number): string {
  return `row${row}@${file.replace('.csv', '')}.example.org`
}

function textOf(file: string): string {
  const rows = Array.from({ length: FRESH }, (_, row) => `Row,Drill ${row},${addressAt(file, row)},Ulm`)
  // each repeats one far behind it, so that a resumed import has to know rows of before the crash
  for (let nth = 0; nth < REPEATS; nth++)
    rows.splice(FRESH - nth, 0, `Again,Drill,${addressAt(file, nth)},Ulm`)
  for (let nth = 0; nth < NOBODY; nth++) rows.splice(nth * 20, 0, `,,not an address,Ulm`)
  return ['Given,Family,Mail,City', ...rows].join('\n')
}
