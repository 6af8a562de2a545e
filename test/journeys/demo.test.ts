/** Looking around first: the demo organisation, and the picture of it that the README shows. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { begin, look, signInFirst, type Visit } from './visit.ts'

const PICTURE = fileURLToPath(new URL('../../docs/pictures/people.png', import.meta.url))

let visit: Visit

beforeAll(async () => {
  visit = await begin()
}, 180_000)
afterAll(() => visit?.end())

test('the demo organisation is loaded, and its people are in the list', async () => {
  const { page } = await visit.newcomer()
  await signInFirst(page, visit.server)
  await page.getByRole('button', { name: 'Load the demo' }).click()
  await page.getByRole('heading', { name: 'People', exact: true }).waitFor({ timeout: 120_000 })
  await page.getByRole('grid').getByRole('link').nth(5).waitFor()
  expect(await page.locator('footer').innerText()).toMatch(/\d+ shown/)
  expect(await look(page, 'people-demo')).toEqual([])
  await page.getByRole('grid').getByRole('link').nth(8).waitFor()
  // drawn anew only where it is asked for: it is a file of the repository
  if (process.env['GOODFAITH_PICTURE']) await page.screenshot({ path: PICTURE })
  await page.keyboard.press('Control+k')
  const ask = page.getByRole('textbox', { name: 'Find a person or do something' })
  await ask.fill('sett')
  await page.getByText('Go to settings').waitFor()
  await ask.fill('qqzz')
  await page.getByText('Nothing here is called that').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('grid').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await page.getByRole('dialog').getByRole('radio').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('What may be done').waitFor()
  expect(page.url(), 'Escape closes the dialog alone').toMatch(/\/people\/[\w-]+/)
  expect(visit.errors).toEqual([])
})
