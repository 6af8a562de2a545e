/** The person's own page: in their language, complete on paper and in a file, without a line, and proven without us. */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { begin, moveIn, type Visit } from './visit.ts'

const SOON = { timeout: 20_000 }
/** Sixty letters, one that reads from the right, and one without spaces. */
const NAMES = [
  'Maximiliane-Wilhelmine von Donaudampfschifffahrtsgesellschaft',
  'عبد الرحمن بن خالد الهاشمي',
  'สมหญิง เจริญสุขวัฒนา',
] as const

let visit: Visit
/** Where Jo, who works here, is. */
let staff: Page

beforeAll(async () => {
  visit = await begin()
  staff = (await moveIn(visit)).page
}, 180_000)
afterAll(() => visit?.end())

test('a German reader finds no English on any page of theirs', async () => {
  const email = 'grete@hafen.example'
  await record({ given_name: 'Grete', family_name: 'Haferkamp', email, language: 'de' })
  const { page } = await enter(email, 'de-DE')
  await page.getByRole('heading', { name: /Grete, wir kennen/ }).waitFor(SOON)
  await page.getByRole('button', { name: /denen Sie zustimmen könnten/ }).click()
  const read: string[] = []
  for (const path of ['/me', '/me/copy', '/me/leave', '/privacy', '/confirm', '/receipt/none', '/me/none']) {
    if (path !== '/me') await page.goto(path)
    await page.waitForLoadState('networkidle')
    read.push(await page.locator('main').innerText())
  }
  expect(read.join('\n')).toMatch(/Ich möchte, dass Harbour Bank mir per E-Mail/)
  const lines = read.flatMap((text) => text.split('\n'))
  expect(lines.filter((line) => /\b(the|you|your|we|our|with|this|of)\b/i.test(line))).toEqual([])
})

test('what is taken along holds everything, for people and for programs', async () => {
  const fields = {
    ...{ given_name: 'Ana', family_name: 'Carvalho', email: 'ana@carvalho.example', phone: '+49 30 901820' },
    ...{ street: 'Hafenstraße 12', city: 'Hamburg', customer_number: 'HB-10042' },
    iban: 'DE89370400440532013000',
  }
  await record(fields)
  const { page } = await enter(fields.email)
  await page.getByRole('button', { name: /things you could agree to/ }).click()
  await page.getByRole('switch', { name: 'Offers by e-mail' }).click()
  await page.getByText(/You agreed on/).waitFor(SOON)
  await page.getByRole('button', { name: 'Correct Address' }).click()
  await page.getByLabel('City').fill('Bremen')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Hafenstraße 12, Bremen').waitFor(SOON)
  await page.getByRole('link', { name: 'Take everything with me' }).click()
  await page.getByRole('heading', { name: 'Everything we hold about you' }).waitFor(SOON)

  const json = JSON.parse(await saved(page, 'Save it for programs')) as {
    person: { secrets: { masked: string }[] }
    readers: unknown[]
  }
  const sheet = await saved(page, 'Save it as a page')
  const said = [
    ...['Ana Carvalho', fields.email, fields.phone, 'HB-10042', 'Bremen', 'Hamburg', '3000'],
    ...['at the counter', 'on your own page', 'account agreement HB-1'],
    ...['I would like Harbour Bank to tell me about offers by e-mail, at most twice a month.'],
    ...['You agreed: Offers by e-mail.', 'You corrected your city.', 'Someone from service'],
  ]
  const other = (await visit.newcomer()).page
  await other.setContent(sheet)
  const text = await other.locator('body').innerText()
  expect(said.filter((each) => !text.includes(each))).toEqual([])
  expect(await other.locator('button').count()).toBe(0)
  expect(sheet + JSON.stringify(json)).not.toContain(fields.iban)
  expect(json.person.secrets).toHaveLength(1)
  expect(json.readers.length).toBeGreaterThan(3)
})

describe('someone whose name has any script and length', () => {
  let page: Page
  let context: BrowserContext

  const isAt = async (place: Locator) => (await place.and(page.locator(':focus')).count()) === 1
  const walk = async (key: string, to: Locator) => {
    for (let steps = 0; steps < 40 && !(await isAt(to)); steps++) await page.keyboard.press(key)
    expect(await isAt(to)).toBe(true)
  }

  test('finds it whole, also on a phone', async () => {
    const [given_name, family_name, city] = NAMES
    await record({ given_name, family_name, city, street: 'Kai 1', email: 'name@long.example' })
    ;({ page, context } = await enter('name@long.example'))
    for (const name of NAMES) await page.getByText(name).first().waitFor(SOON)
    await page.setViewportSize({ width: 360, height: 780 })
    expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(360)
  })

  test('reaches a choice with the keyboard alone, in the order in which it is read, and switches it', async () => {
    await page.reload()
    await page.getByRole('button', { name: /things you could agree to/ }).waitFor(SOON)
    await page.keyboard.press('Tab')
    expect(await isAt(page.getByRole('link', { name: 'Go to the content' }))).toBe(true)
    await walk('Tab', page.getByRole('button', { name: /things you could agree to/ }))
    await page.keyboard.press('Enter')
    const choice = page.getByRole('switch', { name: 'Offers by post' })
    await walk('Shift+Tab', choice)
    // the switch moves before the answer; the next one waits for it
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.keyboard.press('Space')
    expect((await answered).status()).toBeLessThan(300)
    await expect.poll(() => choice.getAttribute('aria-checked'), SOON).toBe('true')
  })

  test('is told where there is no line, and that nothing was changed', async () => {
    const choice = page.getByRole('switch', { name: 'Offers by post' })
    await context.setOffline(true)
    await choice.click()
    await page.getByText('This was not saved, so it is as it was. We cannot be reached').waitFor(SOON)
    expect(await choice.getAttribute('aria-checked')).toBe('true')
    await page.getByRole('link', { name: 'Take everything with me' }).click()
    await page.getByText(/We cannot be reached at the moment|This page has stumbled/).waitFor(SOON)
  })
})

test('a receipt is checked with nothing but the saved file and the published keys, as its page tells', async () => {
  const email = 'rita@receipt.example'
  const grants = [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'message' } }]
  await record({ given_name: 'Rita', email }, grants)
  const { page } = await enter(email)
  await page.goto('/me/leave')
  const label = await page.locator('label', { hasText: 'Type' }).innerText()
  await page.getByRole('textbox').fill(/Type (\S+) here/.exec(label)?.[1] ?? '')
  await page.getByRole('button', { name: 'Destroy it now' }).click()
  await page.getByText('Your browser has checked it').waitFor({ timeout: 90_000 })
  await page.getByText('How anybody else can check it').click()
  const words = await page.locator('details').innerText()
  const [, kid, address] = /key called (\S+) from (\S+?)\. /.exec(words) ?? []

  const jws = await saved(page, 'Save the receipt')
  const { keys } = (await (await fetch(address ?? '')).json()) as { keys: (JsonWebKey & { kid: string })[] }
  const key = keys.find((one) => one.kid === kid)
  const [head, body, signature] = jws.trim().split('.')
  const isSigned = (said: string) =>
    verify(
      null,
      Buffer.from(said),
      createPublicKey({ key: key!, format: 'jwk' }),
      Buffer.from(signature!, 'base64url'),
    )
  expect(isSigned(`${head}.${body}`)).toBe(true)
  expect(isSigned(`${head}.${body?.replace(/.$/, 'A')}x`)).toBe(false)
  const said = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>
  expect(page.url().endsWith(String(said['erasure']))).toBe(true)
  expect(said['holdings']).toEqual(
    expect.arrayContaining([expect.objectContaining({ holding: 'persons', count: 1 })]),
  )
  expect(visit.errors).toEqual([])
})

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return readFile(await download.path(), 'utf8')
}

const AGREEMENT = { kind: 'contract', detail: 'account agreement HB-1', at: '2026-03-12' }
const ACCOUNT = ['service.account', 'service.request'].map((purpose) => ({
  ...{ purpose, basis: 'contract', evidence: AGREEMENT },
}))

/** Recorded by Jo, through the app's own call. */
async function record(fields: Record<string, string>, grants: readonly object[] = ACCOUNT): Promise<void> {
  const source = { kind: 'person', detail: fields['language'] === 'de' ? 'am Schalter' : 'at the counter' }
  const purpose = grants === ACCOUNT ? 'service.account' : 'service.request'
  await staff.evaluate(
    async ([sent, named]) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string }
      const headers = { purpose: named, 'content-type': 'application/json', 'x-csrf-token': session.csrf }
      const answer = await fetch('/api/v1/people', { method: 'POST', headers, body: sent })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    },
    [JSON.stringify({ fields, source, grants }), purpose] as const,
  )
}

/** Their own page, by the link that lies in the outbox where no mail server is. */
async function enter(email: string, locale = 'en'): Promise<{ page: Page; context: BrowserContext }> {
  const context = await visit.browser.newContext({ baseURL: visit.server.url, locale, acceptDownloads: true })
  context.setDefaultTimeout(SOON.timeout)
  const page = await context.newPage()
  await page.goto('/me')
  await page.getByRole('textbox').fill(email)
  await page.getByRole('button', { name: /link/i }).click()
  await page.getByText(email).waitFor()
  let link: string | undefined
  await expect
    .poll(async () => {
      const answer = await staff.request.get('/api/v1/outbox')
      const { items } = (await answer.json()) as { items: { to: string; text: string }[] }
      link = items.flatMap(({ to, text }) => (to === email ? (/http\S+\/me#\S+/.exec(text) ?? []) : []))[0]
      return link
    }, SOON)
    .toBeTruthy()
  await page.goto('about:blank')
  await page.goto(link!)
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  return { page, context }
}
