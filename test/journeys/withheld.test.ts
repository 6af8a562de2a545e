/** What is not shown is said: how many people are withheld and why, and for each field its reason. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { begin, look, moveIn, type Visit } from './visit.ts'

let visit: Visit
let page: Page

beforeAll(async () => {
  visit = await begin()
  page = (await moveIn(visit)).page
  await importPeople('clients.csv', 'service.account', 60)
  await importPeople('callers.csv', 'service.request', 3)
}, 240_000)
afterAll(() => visit?.end())

test('below the list stands how many are withheld, and why', async () => {
  await page.goto('/people')
  await page.getByText('3 shown').waitFor()
  const footer = page.locator('footer')
  expect(await footer.innerText()).toMatch(/about 60 withheld: they gave no ground for service/)
  await page.getByRole('button', { name: 'Why some are withheld' }).focus()
  await page.getByText('Who is not in this list').waitFor()
  expect(await page.getByText(/about 60: they gave no ground for it/).isVisible()).toBe(true)
  expect(await look(page, 'people-why')).toEqual([])
})

test('another purpose shows others, and closes what it does not need', async () => {
  await page.goto('/people')
  await page.getByRole('button', { name: /^working for/ }).click()
  await page.getByRole('menuitemradio', { name: /^Run what they bought|Running the account/ }).click()
  await page.getByText('60 shown').waitFor()
  expect(await page.getByRole('button', { name: /^working for the account/ }).isVisible()).toBe(true)
  await page.getByRole('button', { name: /^working for/ }).click()
  await page.getByRole('menuitemradio', { name: /Service requests/ }).click()
  await page.getByText('3 shown').waitFor()
})

test('a field that is held and not shown says why on focus', async () => {
  await page.goto('/people')
  await page.getByRole('grid').getByRole('link').first().click()
  const chip = page.getByRole('button', { name: 'Birth date is withheld' })
  await chip.waitFor()
  expect(await chip.innerText()).toBe('withheld')
  await chip.focus()
  await page.getByText('What you work for does not need this.').waitFor()
  await page.keyboard.press('Escape')
  await expect
    .poll(() => page.getByText('What you work for does not need this.').count(), { timeout: 10_000 })
    .toBe(0)
  expect(await page.locator('body').innerText(), 'the value is nowhere on the page').not.toMatch(/1990/)
  await page.getByText('What may be done').waitFor()
  expect(await look(page, 'person')).toEqual([])
  expect(visit.errors).toEqual([])
})

/** People in a number, on the ground of a contract for one purpose. */
async function importPeople(name: string, purpose: string, count: number): Promise<void> {
  const { csrf } = (await (await page.request.get('/api/v1/session')).json()) as { csrf: string }
  const rows = Array.from({ length: count }, (_, n) => {
    const stem = name.replace('.csv', '')
    return `${stem}${n}@harbour.example,${stem[0]!.toUpperCase()}${stem.slice(1)},Nr${n},1990-03-12`
  })
  const options = {
    mapping: 'guess',
    source: { kind: 'person', detail: 'at the counter' },
    grants: [{ purpose, basis: 'contract' }],
  }
  const sent = await page.request.post('/api/v1/imports', {
    headers: { 'x-csrf-token': csrf, origin: visit.server.url, purpose: 'service.request' },
    multipart: {
      options: JSON.stringify(options),
      file: {
        name,
        mimeType: 'text/csv',
        buffer: Buffer.from(`Email,First Name,Last Name,Birth Date\n${rows.join('\n')}\n`),
      },
    },
  })
  expect(sent.status(), await sent.text()).toBe(202)
  const { id } = (await sent.json()) as { id: string }
  await vi.waitFor(
    async () => {
      const one: unknown = await (await page.request.get(`/api/v1/imports/${id}`)).json()
      expect(one).toMatchObject({ state: 'done', counts: { imported: count, rejected: 0 } })
    },
    { timeout: 60_000, interval: 300 },
  )
}
