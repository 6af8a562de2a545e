import { expect, test } from 'vitest'
import { SHARING_WORDING, SHIPPED_NOTICES, TOLD, worded } from './notices.ts'
import { SHIPPED } from './purposes.ts'

test('each purpose that accepts consent ships with the wording of its own, version 1, and no other does', () => {
  const consents = SHIPPED.filter(({ bases }) => bases.includes('consent'))
  expect(consents.map(({ notice }) => notice?.id)).toEqual(consents.map(({ id }) => `${id}@1`))
  expect(SHIPPED.filter(({ notice }) => notice).length).toBe(consents.length)
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  expect([...SHIPPED_NOTICES].sort(byId)).toEqual(consents.map(({ notice }) => notice!).sort(byId))
})

test('a wording speaks as the person, names who is allowed, and says that it can end', () => {
  for (const { id, text } of [...SHIPPED_NOTICES, { id: 'sharing', text: SHARING_WORDING }]) {
    expect(text, id).toMatch(/^I would like \{organisation\} to /)
    expect(text, id).toContain('I can stop this at any time')
    expect(text, id).not.toMatch(/!|opt|GDPR|data subject|process/i)
  }
})

test('one wording is one choice: none carries two channels', () => {
  const channels = /by e-mail|by text message|call me|by letter/g
  for (const { id, text } of SHIPPED_NOTICES.filter((notice) => notice.id.startsWith('marketing.'))) {
    expect(text.match(channels) ?? [], id).toHaveLength(id.startsWith('marketing.profiling') ? 0 : 1)
  }
})

test('what a wording promises about how often and when is there to be kept', () => {
  const limits = Object.fromEntries(
    SHIPPED_NOTICES.flatMap((notice) => (notice.limits ? [[notice.id, notice.limits]] : [])),
  )
  expect(limits).toEqual({
    'marketing.email@1': { most: { times: 2, per: 'month' } },
    'marketing.sms@1': { most: { times: 1, per: 'month' } },
    'marketing.phone@1': { workingHours: { from: 9, to: 18 } },
    'marketing.post@1': { most: { times: 4, per: 'year' } },
  })
  const promising = SHIPPED_NOTICES.filter(
    ({ text }) => /at most .*(month|year)|working days/.test(text) && !text.includes('twelve months'),
  )
  expect(promising.map(({ id }) => id)).toEqual(Object.keys(limits))
})

test('the letter to someone whose data came from elsewhere has a clause for each purpose', () => {
  const uses = SHIPPED.filter(({ kind }) => kind !== 'group').map(({ id }) => id)
  expect(Object.keys(TOLD).sort()).toEqual([...uses, 'sharing'].sort())
  for (const clause of Object.values(TOLD)) expect(clause).toMatch(/^to .*[^.!]$/)
})

test('names are filled in; a gap stays visible, and a name that looks like a place is not filled twice', () => {
  const text = 'I would like {organisation} to give {fields} to {recipient}.'
  expect(worded(text, { organisation: 'Harbour Bank', fields: '{recipient}' })).toBe(
    'I would like Harbour Bank to give {recipient} to {recipient}.',
  )
  expect(worded('{constructor}', {})).toBe('{constructor}')
})
