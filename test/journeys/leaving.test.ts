/** One person's way: recorded, on their own page by the link, withdrawing, leaving, and the receipt that proves it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { begin, look, moveIn, type Visit } from './visit.ts'

const AMARA = 'amara@okafor.example'
/** A busy machine is slow; what is asked for comes by itself. */
const SOON = { timeout: 20_000 }
const COSIMA = 'cosima@vertrag.example'
const BENNO = 'benno@lindqvist.example'

let visit: Visit
/** Where Jo, who works here, is. */
let staff: Page

beforeAll(async () => {
  visit = await begin()
  staff = (await moveIn(visit)).page
}, 180_000)
afterAll(() => visit?.end())

test('withdrawn on the own page, refused in the app with the next call', async () => {
  await record('Amara', 'Okafor', AMARA, 'new-person')
  const address = staff.url()
  const { page: own } = await visit.newcomer()
  await enter(own, AMARA)
  await own.getByRole('heading', { name: /Amara, we hold 3 facts about you/ }).waitFor()
  expect(await look(own, 'me')).toEqual([])

  const choice = own.getByRole('switch', { name: 'Answer your requests' })
  expect(await choice.getAttribute('aria-checked')).toBe('true')
  expect(await seen(address), 'before').toBe(200)
  const answered = own.waitForResponse((answer) => answer.request().method() === 'POST')
  await choice.click()
  expect((await answered).status()).toBeLessThan(300)
  await expect.poll(() => choice.getAttribute('aria-checked'), SOON).toBe('false')

  expect(await seen(address), 'the next call').toBe(404)
  await staff.goto(address)
  await staff.getByRole('heading', { name: 'Nobody to show here' }).waitFor()
  expect(await staff.locator('body').innerText()).not.toContain(AMARA)
  expect(await look(staff, 'person-refused')).toEqual([])
  await staff.goto('/people?search=okafor')
  await staff.getByText('Nobody found for').waitFor()
})

test('a link to the own page works once', async () => {
  const { page: own } = await visit.newcomer()
  const link = await enter(own, AMARA)
  await own.getByRole('heading', { name: /Amara, we hold/ }).waitFor()
  const { page: other } = await visit.newcomer()
  await other.goto(link)
  await other.getByText('That link no longer works').waitFor()
  expect(await other.locator('body').innerText()).not.toContain('Amara')
  expect(await look(other, 'me-old-link')).toEqual([])
})

test('leaving is told in full, confirmed by its code, and proven by a receipt', async () => {
  await record('Benno', 'Lindqvist', BENNO)
  await staff.getByRole('link', { name: 'Leave and be forgotten' }).click()
  await staff.getByRole('heading', { name: 'What will be destroyed' }).waitFor()
  const told = await staff.locator('main').innerText()
  expect(told).toMatch(/the record itself\s+1\s+destroyed/i)
  expect(told).toContain('Their key is destroyed first.')
  expect(told).toContain('Nobody has received anything.')
  expect(told).toContain('Nothing. No law makes us keep anything of them.')
  const destroy = staff.getByRole('button', { name: 'Destroy all of it' })
  expect(await destroy.isDisabled()).toBe(true)
  expect(await look(staff, 'leave')).toEqual([])

  await staff.getByRole('combobox', { name: 'Why' }).click()
  await staff.getByRole('option', { name: 'They ask for it' }).click()
  const field = staff.getByLabel(/Type this code/)
  await field.fill('not the code')
  expect(await destroy.isDisabled()).toBe(true)
  const label = await staff.locator('label', { hasText: 'Type this code' }).innerText()
  await field.fill(/:\s*(\S+)/.exec(label)?.[1] ?? '')
  await destroy.click()
  await staff.getByRole('heading', { name: 'Destroyed', exact: true }).waitFor({ timeout: 60_000 })
  await staff.getByText('Signed by us, and it says what this page says').waitFor()
  expect(await look(staff, 'erasure')).toEqual([])

  const receipt = await staff.locator('a[href*="/receipt/"]').getAttribute('href')
  const { page: anybody } = await visit.newcomer()
  await anybody.goto(receipt ?? '')
  await anybody.getByText('Your browser has checked it: we signed this receipt').waitFor()
  expect(await anybody.locator('body').innerText()).not.toMatch(/Benno|Lindqvist/)
  expect(await look(anybody, 'receipt')).toEqual([])

  await staff.goto('/people?search=lindqvist')
  await staff.getByText('Nobody found for').waitFor()
  await staff.goto(`/people?search=${encodeURIComponent(BENNO)}`)
  await staff.getByText('Nobody found for').waitFor()
  expect(visit.errors).toEqual([])
})

test('while a contract stands, leaving ends all else, and the page says what stays and until when', async () => {
  const grant = (purpose: string) => ({
    ...{ purpose, basis: 'contract' },
    evidence: { kind: 'contract', detail: 'account agreement HB-1', at: '2026-03-12' },
  })
  const made = await asStaff('/people', {
    fields: { given_name: 'Cosima', family_name: 'Vertrag', email: COSIMA },
    source: { kind: 'person', detail: 'at the counter' },
    grants: [grant('service.account'), grant('service.request')],
  })
  const address = new URL(`/people/${made.id}`, staff.url()).href
  await staff.goto(`/people/${made.id}/leave`)
  await staff.getByRole('heading', { name: 'What stays until the contract ends' }).waitFor()
  const told = await staff.locator('main').innerText()
  expect(told).toMatch(
    /What ends now\s+Service requests\s+What stays until the contract ends\s+Running the account/,
  )
  expect(told).toContain('What will be destroyed when the contract ends')
  expect(told).toContain('Nothing. No law makes us keep anything of them.')
  expect(await look(staff, 'leave-contract')).toEqual([])
  const { page: own } = await visit.newcomer()
  await enter(own, COSIMA)
  await own.getByRole('heading', { name: /Cosima, we hold/ }).waitFor()
  await own.getByText('It was agreed in our contract').first().waitFor()
  await own.goto('/me/leave')
  await own.getByRole('heading', { name: 'What ends at once' }).waitFor()
  const plan = await own.locator('main').innerText()
  expect(plan).toContain('Our contract with you needs this until it ends.')
  expect(plan).toContain('Everything but our contract ends at once')
  expect(await look(own, 'me-leave-contract')).toEqual([])
  const label = await own.locator('label', { hasText: 'Type' }).innerText()
  await own.getByRole('textbox').fill(/Type (\S+) here/.exec(label)?.[1] ?? '')
  await own.getByRole('button', { name: 'End everything else now' }).click()
  await own.getByRole('heading', { name: /You have left/ }).waitFor(SOON)
  const receipt = own.url()
  await staff.goto(new URL(receipt).pathname.replace('/receipt/', '/erasures/'))
  await staff.getByRole('heading', { name: 'They have left; a contract still stands' }).waitFor()
  expect(await staff.locator('main').innerText(), 'nothing was counted yet').not.toContain('Nothing.')
  expect(await look(staff, 'erasure-contract')).toEqual([])
  expect(await seen(address), 'what they asked for').toBe(404)
  expect(await seen(address, 'service.account'), 'the contract').toBe(200)
  await own.goto('/me')
  await own.getByRole('heading', { name: 'You have left' }).waitFor(SOON)

  // the contract ends, and the rest with it
  await own.goto(receipt)
  await asStaff(`/people/${made.id}/withdrawals`, { purpose: 'service.account' })
  await own.getByText('Your browser has checked it: we signed this receipt').waitFor({ timeout: 90_000 })
  expect(await own.locator('body').innerText()).not.toMatch(/Cosima|Vertrag[^ ]/)
})

/** A call of the app's, as the colleague who is signed in. */
async function asStaff(path: string, body: object): Promise<{ id: string }> {
  return staff.evaluate(
    async ([to, sent]) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string }
      const headers = {
        ...{ purpose: 'service.account', 'content-type': 'application/json' },
        'x-csrf-token': session.csrf,
      }
      const answer = await fetch(`/api/v1${to}`, { method: 'POST', headers, body: sent })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return (await answer.json()) as { id: string }
    },
    [path, JSON.stringify(body)] as const,
  )
}

/** Records someone who agreed on the phone that their request is answered; the page is theirs afterwards. */
async function record(given: string, family: string, email: string, name?: string): Promise<void> {
  await staff.goto('/people/new')
  await staff.getByLabel('Given name').fill(given)
  await staff.getByLabel('Family name').fill(family)
  await staff.getByLabel('E-mail', { exact: true }).fill(email)
  await staff.getByLabel('Phone', { exact: true }).fill('+49 30 901820')
  await staff.getByLabel('they themselves').check()
  await staff.getByLabel('How', { exact: true }).fill('on the phone')
  await staff.getByRole('checkbox', { name: 'Service requests' }).check()
  await staff.getByLabel('they agreed').check()
  await staff.getByLabel('a call').check()
  await staff.getByLabel('Where it can be found again').fill('call of 12 March with Jo')
  if (name) expect(await look(staff, name)).toEqual([])
  await staff.getByRole('button', { name: 'Record this person' }).click()
  await staff.getByText('What may be done').waitFor()
  // a page that is still being drawn may swallow a click
  await staff.waitForLoadState('networkidle')
}

/** Asks for a link as the person would and opens it out of the outbox, where no mail server is. Gives the link. */
async function enter(own: Page, email: string): Promise<string> {
  await own.goto('/me')
  await own.getByRole('textbox').fill(email)
  await own.getByRole('button', { name: /link/i }).click()
  await own.getByText(email).waitFor()
  const before = await staff.evaluate('location.href')
  await staff.goto('/settings/outbox')
  await expect
    .poll(async () => {
      await staff.reload()
      await staff.getByRole('heading', { name: 'Outbox' }).waitFor()
      return staff.getByRole('row', { name: email }).count()
    }, SOON)
    .toBeGreaterThan(0)
  await staff.getByRole('button', { name: 'Read it' }).first().click()
  const letter = await staff.locator('p', { hasText: '/me#' }).innerText()
  const [link] = /http\S+\/me#\S+/.exec(letter) ?? ['']
  await staff.goto(String(before))
  await own.goto('about:blank')
  await own.goto(link)
  return link
}

/** What the app's next call for this person answers. */
async function seen(address: string, purpose = 'service.request'): Promise<number> {
  const id = new URL(address).pathname.split('/').at(-1)
  const headers = { purpose }
  return (await staff.request.get(`/api/v1/people/${id}`, { headers })).status()
}
