import { expect, test } from 'vitest'
import { SOURCE_KINDS, checkSource, fromPerson, noticeDeadline } from './sources.ts'

const now = Date.parse('2025-03-12T10:30:00Z')
const problem = (code: string, pointer?: string) =>
  expect.objectContaining(pointer ? { code, pointer } : { code })

test('a source says who told us, how and when', () => {
  expect(
    checkSource(
      {
        kind: 'person',
        detail: ' form open-an-account, version 4 ',
        notice: 'open-an-account@4',
        collected_at: '2025-03-12',
      },
      now,
    ),
  ).toEqual({
    kind: 'person',
    detail: 'form open-an-account, version 4',
    notice: 'open-an-account@4',
    collected_at: Date.parse('2025-03-12'),
  })
  expect(checkSource({ kind: 'partner', detail: 'CardPrint' }, now)).toMatchObject({
    notice: null,
    collected_at: null,
  })
})

test.each([undefined, null, 'person', [], {}, { kind: '' }, { kind: 7 }, { detail: 'a form' }])(
  'no source, no write: %j',
  (stated) => {
    expect(() => checkSource(stated, now)).toThrow(problem('source_missing'))
  },
)

test.each(['purchased', 'scraped', 'Purchased', ' scraped '])('what is %s is refused', (kind) => {
  expect(() => checkSource({ kind, detail: 'a list' }, now)).toThrow(problem('source_refused', '/kind'))
})

test('a kind nobody knows is refused, and so is a kind without a detail', () => {
  expect(() => checkSource({ kind: 'hearsay', detail: 'x' }, now)).toThrow(problem('source_unknown', '/kind'))
  expect(() => checkSource({ kind: 'toString', detail: 'x' }, now)).toThrow(
    problem('source_unknown', '/kind'),
  )
  for (const detail of [undefined, '', '   ', 4]) {
    expect(() => checkSource({ kind: 'person', detail }, now)).toThrow(problem('source_missing', '/detail'))
  }
})

test('nothing was collected tomorrow', () => {
  const collected = (collected_at: unknown) => () =>
    checkSource({ kind: 'person', detail: 'a call', collected_at }, now)
  expect(collected('2025-03-13T10:30:00Z')).toThrow(problem('date_in_future', '/collected_at'))
  expect(collected('lately')).toThrow(problem('date_malformed', '/collected_at'))
  expect(collected(20250312)).toThrow(problem('date_malformed', '/collected_at'))
  expect(collected(null)).not.toThrow()
})

test('whoever did not tell us themself is told within 30 days', () => {
  for (const kind of SOURCE_KINDS) {
    const deadline = kind === 'person' ? null : Date.parse('2025-04-11T10:30:00Z')
    expect(fromPerson({ kind })).toBe(kind === 'person')
    expect(noticeDeadline({ kind }, now)).toBe(deadline)
  }
})
