/** What is not shown is said: how many people are withheld and why, and for each field its reason. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { axe } from '../kit/browser.ts'
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

test('what is being edited stays while another field is opened, and is asked about before it is left', async () => {
  await page.goto('/people')
  await page.getByRole('grid').getByRole('link').first().click()
  await page.getByRole('button', { name: /^Given name: .* Edit$/ }).click()
  const given = page.getByRole('textbox', { name: 'Given name' })
  await given.fill('Clemens')
  await page.getByRole('button', { name: /^E-mail: .* Edit$/ }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor()
  expect(await given.inputValue(), 'another field').toBe('Clemens')

  await page.setViewportSize({ width: 360, height: 780 })
  await page.getByRole('tab', { name: 'Standing' }).click()
  await page.getByRole('tab', { name: 'Facts' }).click()
  expect(await given.inputValue(), 'another tab of the phone').toBe('Clemens')
  await page.setViewportSize({ width: 1440, height: 900 })

  await page.getByRole('link', { name: 'To the list' }).click()
  await page.getByText('Changed and not saved: given name.').waitFor()
  await page.getByRole('button', { name: 'Stay here' }).click()
  expect(await given.inputValue()).toBe('Clemens')
  await page.getByRole('form', { name: 'E-mail' }).getByRole('button', { name: 'Cancel' }).click()
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'To the list' }).click()
  await page.getByRole('button', { name: 'Leave without it' }).click()
  await page.getByRole('grid').waitFor()
  expect(await page.getByRole('grid').getByText('Clemens').count()).toBe(0)
})

test('with keys alone: from the list to a person, to what they agree to, and back to the same row', async () => {
  await page.goto('/people')
  await page.getByRole('grid').getByRole('link').nth(2).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByText('What may be done').waitFor()
  const give = page.getByRole('button', { name: 'Give', exact: true })
  await give.focus()
  await page.keyboard.press('Enter')
  const which = page.getByRole('dialog').getByRole('combobox', { name: 'What for' })
  await which.focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: 'Service requests' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator(':focus').innerText(), { timeout: 10_000 }).toBe('Give')
  await page.keyboard.press('Escape')
  await page.getByRole('grid').waitFor()
  expect(await page.locator('[role=row][data-active]').getAttribute('aria-rowindex')).toBe('3')
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
