/**
 * What people may be asked and what for: purposes of one's own with a second person, wordings in other languages, and
 * the question to someone of whom a colleague wrote down that they agreed. And what a page shows ends with the session.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axe } from '../kit/browser.ts'
import { begin, look, moveIn, type Visit } from './visit.ts'

/** The worker asks once a minute. */
const SOON = { timeout: 120_000, interval: 1000 }
const NIMA = 'nima@okafor.example'

let visit: Visit
/** Jo, who set the house up, and Ada, who is the second person. */
let jo: Page
let ada: Page

beforeAll(async () => {
  visit = await begin()
  jo = (await moveIn(visit)).page
  ada = await colleague()
}, 240_000)
afterAll(() => visit?.end())

test('a purpose of one’s own counts when a second person has accepted it, and ends for everyone', async () => {
  await jo.goto('/settings/purposes')
  await jo.getByRole('button', { name: 'Add a purpose' }).click()
  await jo.getByRole('combobox', { name: 'Below which purpose' }).click()
  await jo.getByRole('option', { name: 'Offers by e-mail' }).click()
  await jo.getByLabel('What it is called').fill('News about boats')
  await jo.getByLabel('What for').fill('tell you about boat loans by e-mail')
  await jo
    .getByLabel('Wording')
    .fill('I would like {organisation} to write to me about boats. I can stop this at any time.')
  expect(await look(jo, 'purpose-form')).toEqual([])
  await jo.getByRole('button', { name: 'Write it down' }).click()
  await jo.getByText('You wrote this. A colleague has to read it through.').waitFor()

  await ada.goto('/settings/purposes')
  await ada.getByText('Written down on').waitFor()
  expect(await look(ada, 'purposes-waiting')).toEqual([])
  await ada.getByLabel('What you looked at').fill('It is narrower than offers by e-mail.')
  await ada.getByRole('button', { name: 'It may be used' }).click()
  await ada.getByRole('button', { name: 'End News about boats' }).waitFor()
  expect(await look(ada, 'purposes')).toEqual([])

  await ada.getByRole('button', { name: 'End News about boats' }).click()
  await ada.getByRole('button', { name: 'End it', exact: true }).click()
  await ada.getByText('ended on').waitFor()
})

test('a wording stands in another language, and a new version leaves the old one readable', async () => {
  await jo.goto('/settings/notices')
  await jo.getByRole('button', { name: 'Offers by phone in another language' }).click()
  await jo.getByRole('combobox', { name: 'Which language' }).click()
  await jo.getByRole('option', { name: 'Thai' }).click()
  await jo.getByLabel('Wording').fill('ฉันต้องการให้ {organisation} โทรหาฉันเกี่ยวกับข้อเสนอ ฉันหยุดได้ทุกเมื่อ')
  expect(await look(jo, 'notice-language')).toEqual([])
  await jo.getByRole('button', { name: 'Save' }).click()
  await jo.getByText('Thai', { exact: true }).waitFor()
  await jo.getByRole('button', { name: 'New version for Offers by phone' }).click()
  await jo
    .getByLabel('Wording')
    .fill('I would like {organisation} to call me about offers, in the morning. I can stop this at any time.')
  await jo.getByRole('button', { name: 'Save' }).click()
  await jo.getByText('1 earlier version').click()
  await jo.getByText('marketing.phone@1').waitFor()
  expect(await look(jo, 'notices')).toEqual([])
})

test('who is said to have agreed is asked by mail, once, and says yes or no themself', async () => {
  await record()
  let link = ''
  await expect
    .poll(async () => {
      await jo.goto('/settings/outbox')
      await jo.getByRole('heading', { name: 'Outbox' }).waitFor()
      const row = jo.getByRole('row', { name: NIMA })
      if ((await row.count()) === 0) return ''
      await row.getByRole('button', { name: 'Read it' }).click()
      const letter = await jo.locator('p', { hasText: '/confirm#' }).innerText()
      return (link = /http\S+\/confirm#\S+/.exec(letter)?.[0] ?? '')
    }, SOON)
    .not.toBe('')
  const { page: own } = await visit.newcomer()
  await own.goto(link)
  await own.getByRole('heading', { name: 'Do you agree to this?' }).waitFor()
  expect(await look(own, 'confirm')).toEqual([])
  await own.getByRole('button', { name: 'I do not agree' }).first().click()
  await own.getByText('It is noted. You do not agree to this.').waitFor()
  await own.getByRole('button', { name: 'I agree' }).click()
  await own.getByRole('heading', { name: 'Thank you. You agree to this now.' }).waitFor()
  expect(await look(own, 'confirmed')).toEqual([])
})

test('on a phone a button leads to every page of the settings, and each of them fits', async () => {
  await jo.setViewportSize({ width: 360, height: 780 })
  await jo.goto('/settings/data-map')
  await jo.getByText('as long as the person is held').first().waitFor()
  await jo.getByRole('button', { name: 'All settings' }).click()
  expect(await jo.getByRole('menuitem').allInnerTexts()).toEqual([
    'Purposes',
    'Notices',
    'Balancing tests',
    'Kept by law',
    'Second person',
    'Data map',
    'Record of use',
    'Staff',
    'Tokens',
    'Outbox',
    'You and this device',
  ])
  expect(await axe(jo)).toEqual([])
  await jo.getByRole('menuitem', { name: 'Staff' }).click()
  await jo.getByText('ada@harbour.example').waitFor()
  for (const name of ['data-map', 'record', 'staff']) {
    await jo.goto(`/settings/${name}`)
    await jo.getByRole('heading', { level: 1 }).waitFor()
    await jo.waitForLoadState('networkidle')
    expect(await look(jo, `settings-${name}`)).toEqual([])
  }
  await jo.emulateMedia({ colorScheme: 'dark' })
  for (const name of ['laws', 'tokens', 'you']) {
    await jo.goto(`/settings/${name}`)
    await jo.getByRole('heading', { level: 1 }).waitFor()
    expect(await axe(jo)).toEqual([])
  }
  await jo.emulateMedia({ colorScheme: 'light' })
})

test('a law says what is missing, and counts when a second person has checked it', async () => {
  await jo.goto('/settings/laws')
  await jo.getByRole('button', { name: 'Enter a law' }).click()
  const form = jo.getByRole('dialog')
  await form.getByRole('button', { name: 'Save' }).click()
  expect(await form.getByText('This is needed.').count()).toBe(5)
  expect(await axe(jo)).toEqual([])
  await form.getByLabel('What it is called').fill('Commercial code: letters')
  await form.getByLabel('Where it says so').fill('§ 257')
  await form.getByLabel('Country').fill('DE')
  await form.getByRole('combobox', { name: 'Whose contracts fall under it' }).press('ArrowDown')
  await jo.getByRole('option', { name: 'Running the account' }).click()
  await form.getByRole('combobox', { name: 'What it names' }).press('ArrowDown')
  await jo.getByRole('option', { name: 'Family name' }).click()
  await form.getByLabel('How many months').fill('72')
  await form.getByRole('button', { name: 'Save' }).click()
  await jo.getByText('waits for a second person').waitFor()
  await ada.goto('/settings/laws')
  await ada.getByRole('button', { name: 'I have checked it' }).click()
  await ada.getByText(/checked on .* by Ada Leuchtwart/).waitFor()
})

test('a colleague is added with a link, and a token is shown once', async () => {
  await jo.goto('/settings/staff')
  await jo.getByRole('button', { name: 'Add someone' }).click()
  await jo.getByLabel('Name', { exact: true }).fill('Tarek Almina')
  await jo.getByLabel('E-mail').fill('tarek@harbour.example')
  await jo.getByRole('checkbox', { name: /^Sales/i }).check()
  expect(await axe(jo)).toEqual([])
  await jo.getByRole('button', { name: 'Save' }).click()
  await jo.getByText('They can sign in with this link').waitFor()
  expect(await jo.getByText(`${visit.server.url}/welcome#`).count(), 'with the port of this server').toBe(1)
  await jo.goto('/settings/tokens')
  await jo.getByRole('button', { name: 'Make a token' }).click()
  await jo.getByLabel('What it is for').fill('nightly import')
  expect(await axe(jo)).toEqual([])
  await jo.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click()
  await jo.getByText('This is the only time it is shown').waitFor()
  expect(visit.errors).toEqual([])
})

test('when the session ends the app leads to the page for signing in, and lets go of what was shown', async () => {
  await ada.goto('/people')
  await ada.getByText('Nima Okafor').waitFor()
  await ada.context().clearCookies()
  await ada.getByRole('link', { name: 'Ledger' }).click()
  await ada.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await ada.locator('body').innerText()).not.toContain('Okafor')
  expect(new URL(ada.url()).pathname).toBe('/sign-in')
  expect(visit.errors).toEqual([])
})

/** Somebody else who works here, by the link that Jo hands to them. */
async function colleague(): Promise<Page> {
  const body = { name: 'Ada Leuchtwart', email: 'ada@harbour.example', roles: ['privacy_officer', 'service'] }
  const { link } = (await post('/api/v1/staff', body)) as { link: string }
  const { page } = await visit.newcomer()
  await page.goto(link)
  await page.getByLabel('Password', { exact: true }).fill('five calm harbour words')
  await page.getByLabel('Once more').fill('five calm harbour words')
  await page.getByRole('button', { name: 'Go in' }).click()
  await page.getByRole('heading', { name: 'People', exact: true }).waitFor()
  return page
}

/** Nima, who told us on the phone, with two choices that somebody wrote down. */
async function record(): Promise<void> {
  const evidence = { kind: 'call', detail: 'call of 12 March with Jo' }
  const consent = (purpose: string) => ({ purpose, basis: 'consent', notice: `${purpose}@1`, evidence })
  await post('/api/v1/people', {
    fields: { given_name: 'Nima', family_name: 'Okafor', email: NIMA, language: 'en' },
    source: { kind: 'person', detail: 'on the phone' },
    grants: ['service.request', 'marketing.email', 'marketing.post'].map(consent),
  })
}

async function post(path: string, data: unknown): Promise<unknown> {
  const { csrf } = (await (await jo.request.get('/api/v1/session')).json()) as { csrf: string }
  const headers = { 'x-csrf-token': csrf, origin: visit.server.url, purpose: 'service.request' }
  const staff = path.endsWith('/staff')
  if (staff) headers.purpose = 'analytics.aggregate'
  const sent = await jo.request.post(path, { headers, data })
  expect(sent.status(), await sent.text()).toBe(201)
  return sent.json()
}
