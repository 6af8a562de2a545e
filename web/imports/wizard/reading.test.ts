import { expect, test } from 'vitest'
import type { Preview } from '../../shapes.ts'
import { datesIn, mappingOf, undecided } from './reading.ts'

const column = (name: string, field: string | null, order?: 'dmy' | null) => ({
  ...{ column: name, field, sure: true, why: 'header', samples: ['03/04/1985'] },
  dates: order === undefined ? null : { order, from: null, read: [null] },
})
const preview: Preview = {
  ...{ kind: 'csv', encoding: 'utf-8', encoding_sure: true, delimiter: ';', header: true, rows_seen: 1 },
  columns: [
    column('Born', 'birth_date', null),
    column('Made', null, null),
    column('Seen', 'source.collected_at', 'dmy'),
  ],
}

test('a date that can be read in two ways has to be decided, where it becomes one', () => {
  const mapping = { Born: 'birth_date', Seen: 'source.collected_at' }
  expect(undecided(preview, mapping, {})).toEqual(['Born'])
  expect(undecided(preview, { ...mapping, Made: 'claim.consent_at' }, {})).toEqual(['Born', 'Made'])
  expect(undecided(preview, mapping, { dates: { Born: 'mdy' } })).toEqual([])
  expect(undecided(preview, { Born: 'city' }, {})).toEqual([])
})

test('a mapping stays as long as the file has its columns; read anew, it is guessed anew', () => {
  expect(mappingOf(preview)).toEqual({ Born: 'birth_date', Seen: 'source.collected_at' })
  expect(mappingOf(preview, { Born: 'city', Gone: 'email' })).toEqual({ Born: 'city' })
  expect(mappingOf(preview, { 'Column 1': 'email' })).toEqual(mappingOf(preview))
  expect(datesIn(preview, { dates: { Born: 'mdy', Gone: 'dmy' } })).toEqual({ Born: 'mdy' })
})
