/** The privacy officer opens what a law keeps, with a reason; the person's page says where, and a number in it is masked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axe } from '../kit/browser.ts'
import { begin, look, moveIn, type Visit } from './visit.ts'

const WHOLE = '4242 4242 4242 4242'

let visit: Visit
let page: Page

beforeAll(async () => {
  visit = await begin()
  page = (await moveIn(visit)).page
}, 240_000)
afterAll(() => visit?.end())

test('a copy that a law asks for is opened by the keyboard, with a reason, and is gone with the dialog', async () => {
  const { csrf } = (await (await page.request.get('/api/v1/session')).json()) as { csrf: string }
  const made = await page.request.post('/api/v1/people', {
    headers: { 'x-csrf-token': csrf, origin: visit.server.url, purpose: 'service.account' },
    data: {
      fields: { given_name: 'Ana', family_name: 'Carvalho', city: 'Lisboa' },
      source: { kind: 'person', detail: 'on the phone' },
      grants: [
        { purpose: 'service.request', basis: 'contract' },
        { purpose: 'legal.retention', basis: 'legal_obligation' },
      ],
    },
  })
  expect(made.status()).toBe(201)
  const { id } = (await made.json()) as { id: string }
  await page.goto(`/people/${id}`)
  const open = page.getByRole('button', { name: 'Open what a law keeps' })
  await open.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Kept by law' })
  const why = dialog.getByLabel('Why')
  await why.waitFor()
  expect(await axe(page)).toEqual([])
  await why.fill(`the tax office asked, ref ${WHOLE}`)
  await why.press('Enter')
  await dialog.getByText('A legal obligation recorded with the person').waitFor()
  await dialog.getByText('Lisboa').waitFor()
  await page.getByText('It was masked there, and is kept nowhere').waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await open.press('Enter')
  // asked again: nothing was kept of what was shown
  expect(await dialog.getByLabel('Why').inputValue()).toBe('')
  await page.keyboard.press('Escape')
  await page.reload()
  await page
    .getByText(/opened what a law makes us keep/)
    .first()
    .waitFor()
  expect(await look(page, 'kept-person')).toEqual([])
  await page.goto('/settings/data-map')
  await page.getByText('purposes open it').first().click()
  await page.getByText('Their own rights').first().waitFor()
  expect(await look(page, 'data-map-openers')).toEqual([])
  expect(visit.errors).toEqual([])
}, 120_000)
