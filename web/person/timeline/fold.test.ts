import { expect, test } from 'vitest'
import type { LedgerLine } from '../../shapes.ts'
import { fold } from './fold.ts'

const line = (event_id: string, kind: string, sentence: string, at = '2026-11-23T10:00:00Z'): LedgerLine => ({
  event_id,
  at,
  kind,
  sentence,
  actor: { kind: 'staff', name: 'Jo' },
  purpose: 'service.request',
  fields: ['email'],
})

test('the same look, again and again, is told once with how often', () => {
  const lines = [
    line('3', 'opened', 'Jo looked'),
    line('2', 'opened', 'Jo looked'),
    line('1', 'opened', 'Mila looked'),
  ]
  expect(fold(lines).map(({ line, times }) => [line.event_id, times])).toEqual([
    ['3', 2],
    ['1', 1],
  ])
})

test('what changed something is never folded, nor are looks of different days', () => {
  expect(fold([line('2', 'changed', 'Jo changed it'), line('1', 'changed', 'Jo changed it')])).toHaveLength(2)
  const days = [line('2', 'opened', 'Jo looked'), line('1', 'opened', 'Jo looked', '2026-11-20T10:00:00Z')]
  expect(fold(days)).toHaveLength(2)
})

test('looks that take turns are told once each, and not across what changed something', () => {
  const lines = [
    line('6', 'opened', 'Jo looked at the phone'),
    line('5', 'opened', 'Jo looked at the name'),
    line('4', 'opened', 'Jo looked at the phone'),
    line('3', 'changed', 'Jo changed the phone'),
    line('2', 'opened', 'Jo looked at the phone'),
    line('1', 'opened', 'Jo looked at the name'),
  ]
  expect(fold(lines).map(({ line, times }) => [line.event_id, times])).toEqual([
    ['6', 2],
    ['5', 1],
    ['3', 1],
    ['2', 1],
    ['1', 1],
  ])
})
