/** A card number typed into a street goes to the vault; its mask is shown, and the whole of it for half a minute. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axe } from '../kit/browser.ts'
import { begin, look, moveIn, PASSWORD, type Visit } from './visit.ts'

const CARD = '4242424242424242'
const WHOLE = '4242 4242 4242 4242'

let visit: Visit
let page: Page

beforeAll(async () => {
  visit = await begin()
  page = (await moveIn(visit)).page
}, 240_000)
afterAll(() => visit?.end())

test('a number typed anywhere is a mask on the page, and opens with password and reason alone', async () => {
  const { csrf } = (await (await page.request.get('/api/v1/session')).json()) as { csrf: string }
  const made = await page.request.post('/api/v1/people', {
    headers: { 'x-csrf-token': csrf, origin: visit.server.url, purpose: 'service.account' },
    data: {
      fields: { given_name: 'Ana', family_name: 'Carvalho', street: `Hafen 1, card ${WHOLE} cvc 123` },
      source: { kind: 'person', detail: 'on the phone' },
      grants: ['service.account', 'service.request'].map((purpose) => ({ purpose, basis: 'contract' })),
    },
  })
  const person = (await made.json()) as { id: string; intercepted: unknown[] }
  expect(person.intercepted).toEqual([
    { at: '/fields/street', kind: 'card', masked: '•••• 4242' },
    { at: '/fields/street', kind: 'security_code', masked: null },
  ])

  await page.goto(`/people/${person.id}`)
  await page.getByText('Hafen 1, card •••• 4242 cvc •••').waitFor()
  await page.getByRole('heading', { name: 'In the vault' }).waitFor()
  const open = page.getByRole('button', { name: 'Open Card •••• 4242' })
  // on a phone
  await page.setViewportSize({ width: 360, height: 780 })
  await open.click()
  await page.getByLabel('Your password').waitFor()
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1440, height: 900 })
  await open.focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Your password').fill('not this one at all')
  await page.getByLabel('Why').fill('a refund that she asked for')
  expect(await axe(page)).toEqual([])
  await page.getByLabel('Why').press('Enter')
  await page.getByText('That did not sign you in').waitFor()
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByLabel('Your password').press('Enter')
  await page.getByText(WHOLE, { exact: true }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: /^Mask again/ }).click()
  await open.waitFor()
  expect(await page.locator('body').innerText()).not.toContain(WHOLE)

  // the password is fresh; half a minute later the number is gone by itself
  await page.clock.install()
  await open.click()
  await page.getByLabel('Why').fill('once more')
  expect(await page.getByLabel('Your password').count()).toBe(0)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByText(WHOLE, { exact: true }).waitFor()
  await page.clock.fastForward(31_000)
  await open.waitFor()
  expect(await page.locator('body').innerText()).not.toContain(WHOLE)

  await page.goto(`/people/${person.id}`)
  await page
    .getByText(/opened the whole of .*card/i)
    .first()
    .waitFor()
  expect(await look(page, 'vault-person')).toEqual([])
  await page.goto('/settings/approvals')
  await page.getByText('Nothing waits').waitFor()
  expect(await look(page, 'vault-approvals')).toEqual([])
  expect(visit.server.lines.filter((line) => line.includes(CARD) || line.includes(WHOLE))).toEqual([])
  expect(visit.errors).toEqual([])
}, 120_000)
