/** A file comes in: source and ground first, then its columns, a trial, the import, and the report row by row. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { dataFile, hasData } from '../kit/import-files.ts'
import { begin, look, moveIn, type Visit } from './visit.ts'

const HUBSPOT = 'crm-exports/hubspot-crm-exports-all-contacts.csv'

let visit: Visit
let page: Page

beforeAll(async () => {
  visit = await begin()
  page = (await moveIn(visit)).page
}, 180_000)
afterAll(() => visit?.end())

test('source and ground are asked for before a column is looked at', async () => {
  await choose('few.csv', Buffer.from('Email,First Name\nada@lovelace.example,Ada\n'))
  expect(await look(page, 'import-file')).toEqual([])
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/imports')) asked.push(request.url())
  })
  await next()
  await next()
  await page.getByText('Say who told us.').waitFor()
  await page.getByText('Without a ground nothing can be kept.').waitFor()
  expect(await look(page, 'import-source')).toEqual([])
  expect(asked, 'nothing was sent yet').toEqual([])
  expect(await page.getByRole('checkbox', { checked: true }).count(), 'nothing is ticked beforehand').toBe(0)
  expect(await page.getByRole('radio', { checked: true }).count(), 'nothing is chosen beforehand').toBe(0)
})

test('a file with a bad row: mapping, trial, import, report', async () => {
  const rows = [
    'Email,First Name,Last Name,Birthday,Favourite colour',
    'ada@lovelace.example,Ada,Lovelace,1815-12-10,green',
    'not an address,Grace,Hopper,,blue',
    ',,,,',
    'ada@lovelace.example,Ada,Lovelace,,',
  ]
  await choose('people.csv', Buffer.from(`${rows.join('\n')}\n`))
  await next()
  await state()
  await next()
  await page.getByRole('table').waitFor()
  expect(await mapped('Email')).toBe('E-mail')
  expect(await mapped('Last Name')).toBe('Family name')
  expect(await mapped('Birthday')).toBe('Birth date')
  expect(await mapped('Favourite colour')).toBe('is left out')
  expect(await look(page, 'import-columns')).toEqual([])

  await page.getByRole('button', { name: 'Try it' }).click()
  const run = page.getByRole('button', { name: /^Import \d/ })
  await run.waitFor()
  expect(await counts()).toMatchObject({ 'are not usable': 1, 'would be completed': 0 })
  expect(await nobodyIsHere(), 'a trial stores nobody').toBe(true)
  expect(await look(page, 'import-trial')).toEqual([])

  await run.click()
  await page.getByRole('heading', { name: 'Imported people.csv' }).waitFor()
  await page.getByText('This is not an e-mail address').or(page.getByText('Email:')).first().waitFor()
  expect(await counts()).toEqual({
    new: 2,
    completed: 0,
    'already here': 1,
    'left out: they do not want to be here': 0,
    'not usable': 1,
  })
  // as many as the list below it has, and as the card at the side says
  await page.getByRole('button', { name: '4 to look at' }).waitFor()
  expect(await page.getByRole('table', { name: 'Row by row' }).locator('tbody tr').count()).toBe(4)
  await page.getByRole('region', { name: 'Under way' }).getByText('4 rows · 4 to look at').waitFor()
  expect(await look(page, 'import-report')).toEqual([])
  await page.goto('/people')
  await page.getByText('Ada Lovelace').waitFor()
  await page.getByText('2 shown').waitFor()
  await page.goto('/imports')
  await page.getByRole('link', { name: 'people.csv' }).first().waitFor()
  expect(await look(page, 'imports')).toEqual([])
  expect(visit.errors).toEqual([])
})

test('how a file is read is shown and can be changed; a date that can be read in two ways is asked for', async () => {
  const rows = ['Vorname;Nachname;E-Mail;Geburtstag;Anmerkung', 'Ida;Dorn;ida@dorn.example;03/04/1985;a|b']
  await choose('dorn.csv', Buffer.from(`${rows.join('\n')}\n`))
  await next()
  await state()
  await next()
  const order = page.getByRole('combobox', { name: 'What stands first in the dates of Geburtstag' })
  await order.waitFor()
  const go = page.getByRole('button', { name: 'Try it' })
  expect(await go.isDisabled()).toBe(true)
  expect(await look(page, 'import-dates')).toEqual([])
  await order.click()
  await page.getByRole('option', { name: 'month, day, year' }).click()
  await page.getByText('is 4 March 1985').waitFor()
  await go.and(page.locator(':enabled')).waitFor()

  await pick('Between columns', 'a bar |')
  await page.getByText('Vorname;Nachname;E-Mail;Geburtstag;Anmerkung').waitFor()
  await pick('Between columns', 'a semicolon')
  await page.getByRole('checkbox', { name: 'The first row names the columns' }).uncheck()
  await page.getByText('Column 4').waitFor()
  await page.getByRole('checkbox', { name: 'The first row names the columns' }).check()
  await order.waitFor()
  expect(await mapped('E-Mail')).toBe('E-mail')
  await order.click()
  await page.getByRole('option', { name: 'day, month, year' }).click()
  await page.getByText('is 3 April 1985').waitFor()
  await go.click()
  await page.getByRole('button', { name: /^Import 1/ }).waitFor()
  expect(await counts()).toMatchObject({ 'would be new': 1 })
  expect(visit.errors).toEqual([])
})

test('a file that should not have been imported is undone, said in full first, by the keyboard', async () => {
  const rows = [
    'Email,First Name,Last Name',
    'wrong@undo.example,Wrong,List',
    'other@undo.example,Other,List',
  ]
  const bring = async () => {
    await choose('mistake.csv', Buffer.from(`${rows.join('\n')}\n`))
    await next()
    await state()
    await next()
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('button', { name: /^Import 2/ }).click()
    await page.getByRole('heading', { name: 'Imported mistake.csv' }).waitFor()
  }
  await bring()
  await page.getByRole('button', { name: 'Undo this import' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Undo this import?' })
  await dialog.getByText('2 people whom it created are destroyed').waitFor()
  expect(await look(page, 'import-undo')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo this import' }).press('Enter')
  await dialog.getByRole('button', { name: 'Destroy 2 people' }).press('Enter')
  await page.getByText('It was undone. 2 people were destroyed.').waitFor()
  expect(await look(page, 'import-undone')).toEqual([])
  // nothing keeps the corrected file from bringing them in; one of them is looked at, and stays the next time
  await bring()
  expect(await counts()).toMatchObject({ new: 2 })
  const one = page.url()
  await page.goto('/people?search=wrong@undo.example')
  await page.getByRole('link', { name: 'Wrong List' }).click()
  await page.getByText('wrong@undo.example').first().waitFor()
  await page.goto(one)
  await page.getByRole('button', { name: 'Undo this import' }).press('Enter')
  await dialog.getByText('1 other person stays').waitFor()
  await dialog.getByRole('button', { name: 'Destroy 1 person' }).press('Enter')
  await page.getByText('It was undone. 1 person was destroyed.').waitFor()
  await page.getByText('Somebody has looked at them or written to them since').waitFor()
  expect(await look(page, 'import-who-stays')).toEqual([])
  expect(visit.errors).toEqual([])
})

async function pick(field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

test.skipIf(!hasData('crm-exports'))('an export of HubSpot comes in by its own headers', async () => {
  await choose('hubspot.csv', dataFile(HUBSPOT))
  await next()
  await state()
  await next()
  await page.getByRole('table').waitFor()
  const guessed = ['First Name', 'Unsubscribed from all email', 'Lifecycle Stage'].map(mapped)
  expect(await Promise.all(guessed)).toEqual(['Given name', 'Wants no e-mail', 'is left out'])
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.getByRole('heading', { name: 'Imported hubspot.csv' }).waitFor()
  expect(await counts()).toMatchObject({ new: 3, 'already here': 1, 'not usable': 1 })
  await page.goto('/people?search=girard')
  await page.getByText('paul.girard@atelier.example').waitFor()
})

async function choose(name: string, buffer: Buffer): Promise<void> {
  await page.goto('/imports/new')
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

async function next(): Promise<void> {
  await page.getByRole('button', { name: 'Next' }).click()
}

async function state(): Promise<void> {
  await page.getByLabel('an earlier system').check()
  await page.getByLabel('How', { exact: true }).fill('the export of our old system')
  await page.getByRole('checkbox', { name: 'Service requests' }).check()
  await page.getByLabel('a contract with them needs it').check()
}

function mapped(column: string): Promise<string> {
  return page.getByRole('combobox', { name: `What ${column} becomes` }).inputValue()
}

/** What came of the rows, by the words beside each number. */
async function counts(): Promise<Record<string, number>> {
  const pairs = await page.locator('dl > div').allInnerTexts()
  return Object.fromEntries(
    pairs.map((text) => {
      const [number, word] = text.split('\n').toSorted((a) => (/^\d/.test(a) ? -1 : 1))
      return [word!.trim(), Number(number)]
    }),
  )
}

async function nobodyIsHere(): Promise<boolean> {
  const { items } = (await (
    await page.request.get('/api/v1/people', { headers: { purpose: 'service.request' } })
  ).json()) as { items: unknown[] }
  return items.length === 0
}
