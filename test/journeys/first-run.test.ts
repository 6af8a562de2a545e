/** The first minutes: the link that was printed, a password, how to begin, and the list of people. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { begin, look, signInFirst, type Visit } from './visit.ts'

let visit: Visit

beforeAll(async () => {
  visit = await begin()
}, 180_000)
afterAll(() => visit?.end())

test('the one-time link leads to an empty house, once', async () => {
  const { page } = await visit.newcomer()
  await page.goto(await visit.server.firstLink())
  await page.getByLabel('Your name').waitFor()
  expect(page.url(), 'the token is gone from the address').toBe(`${visit.server.url}/welcome`)
  expect(await look(page, 'welcome')).toEqual([])

  await signInFirst(page, visit.server)
  expect(await look(page, 'start')).toEqual([])
  await page.getByRole('button', { name: 'Begin empty' }).click()
  await page.getByText('Give your organisation its name.').waitFor()
  await page.getByLabel('Name of your organisation').fill('Harbour Bank')
  await page.getByRole('button', { name: 'Begin empty' }).click()

  await page.getByRole('heading', { name: 'Nobody is here yet' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/people')
  expect(await page.getByRole('link', { name: 'Harbour Bank' }).first().isVisible()).toBe(true)
  expect(await look(page, 'people-empty')).toEqual([])
  expect(visit.errors).toEqual([])
})

test('the same link opens nothing for who finds it afterwards', async () => {
  const { page } = await visit.newcomer()
  await page.goto(await visit.server.firstLink())
  await page.getByText('This link no longer works').waitFor()
  expect(await page.getByRole('button', { name: 'Go in' }).count()).toBe(0)
  expect(await look(page, 'welcome-used')).toEqual([])
})

test('who is not signed in is asked to, and comes back to where they wanted to go', async () => {
  const { page } = await visit.newcomer()
  await page.goto('/ledger')
  await page.getByLabel('E-mail').fill('jo@harbour.example')
  await page.getByLabel('Password', { exact: true }).fill('not the right words')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(await look(page, 'sign-in')).toEqual([])
  await page.getByLabel('Password', { exact: true }).fill('four calm harbour words')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Ledger' }).waitFor()
  expect(await look(page, 'ledger')).toEqual([])
})
