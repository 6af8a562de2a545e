import { expect, test } from 'vitest'
import { UNSTATED } from '../../people/source-fields.tsx'
import { unsaved } from './drafts.ts'

const fields = { email: { value: 'ana@harbour.example' }, city: { value: 'Kiel' } } as never

test('a field that was only opened would not be missed', () => {
  const drafts = {
    email: { value: 'ana@harbour.example ', stated: UNSTATED },
    city: { value: 'Kiel', stated: UNSTATED },
    phone: { value: ' ', stated: UNSTATED },
    '+': { value: '', stated: UNSTATED },
  }
  expect(unsaved(drafts, fields)).toEqual([])
})

test('what was typed would be missed, and who told it, and a value that was taken away', () => {
  const drafts = {
    email: { value: '', stated: UNSTATED },
    city: { value: 'Kiel', stated: { ...UNSTATED, kind: 'person' } },
    phone: { value: '+49 30 901820', stated: UNSTATED },
  }
  expect(unsaved(drafts, fields)).toEqual(['email', 'city', 'phone'])
})
