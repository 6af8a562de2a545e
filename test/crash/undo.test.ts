import { afterAll, beforeAll, expect, test } from 'vitest'
import { House } from './fire.ts'

// kill -9 while an import is being undone: it goes on by itself, nobody is left half gone, and nothing keeps the
// corrected file out

const ROWS = 120
const house = new House()
const file = ['Given,Family,Mail', ...Array.from({ length: ROWS }, (_, row) => `Row,No ${row},${mail(row)}`)]
const options = {
  mapping: { Given: 'given_name', Family: 'family_name', Mail: 'email' },
  source: { kind: 'person', detail: 'the forms of the fire drill' },
  grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
}

function mail(row: number): string {
  return `row${row}@undo.example.org`
}

beforeAll(async () => {
  await house.start()
  await house.signIn()
}, 120_000)
afterAll(() => house.clear(), 60_000)

async function brought(): Promise<string> {
  const { body } = await house.send('mistake.csv', file.join('\n'), options)
  const { id } = body as { id: string }
  await house.until('the import did not end', async () => (await stateOf(`/imports/${id}`)).state === 'done')
  return id
}

interface Read {
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
}

async function stateOf(path: string): Promise<Read> {
  return (await house.call('GET', path)).body as Read
}

test('killed while it is undone, an import goes on being undone', { timeout: 240_000 }, async () => {
  const id = await brought()
  const one = await house.call('GET', `/people?search=${encodeURIComponent(mail(7))}`)
  const looked = (one.body as { items: { id: string }[] }).items[0]!.id
  await house.call('GET', `/people/${looked}`)
  expect((await house.call('POST', `/imports/${id}/undo`, {})).status).toBe(202)
  let kills = 0
  for (const least of [1, 55, 110]) {
    await house.until('it did not go on', async () => {
      const { counts } = await stateOf(`/imports/${id}/undo`)
      return counts['undone']! >= least
    })
    await house.kill()
    kills++
    expect(await house.start()).toBeUndefined()
  }
  expect(kills).toBe(3)
  await house.until(
    'it did not come to its end',
    async () => (await stateOf(`/imports/${id}/undo`)).state === 'done',
  )
  // the person who was looked at stays, everybody else is gone
  expect((await stateOf(`/imports/${id}/undo`)).counts).toMatchObject({ undone: ROWS - 1, people: 1 })
  expect((await house.call('GET', `/people/${looked}`)).status).toBe(200)
  const again = await stateOf(`/imports/${await brought()}`)
  expect(again.counts).toMatchObject({ imported: ROWS - 1, duplicates: 1, suppressed: 0 })
  await house.stop()
  const verified = await house.run('verify', '--json')
  expect([verified.code, verified.err]).toEqual([0, ''])
})
