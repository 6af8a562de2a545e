import { expect, test } from 'vitest'
import { routeOf, tokenOf } from './route.ts'

test('each address names one page', () => {
  expect(routeOf('/me')).toEqual({ page: 'me' })
  expect(routeOf('/me/')).toEqual({ page: 'me' })
  expect(routeOf('/me/leave')).toEqual({ page: 'leave' })
  expect(routeOf('/me/copy')).toEqual({ page: 'copy' })
  expect(routeOf('/receipt/abc')).toEqual({ page: 'receipt', id: 'abc' })
  expect(routeOf('/privacy')).toEqual({ page: 'privacy' })
  expect(routeOf('/confirm')).toEqual({ page: 'confirm' })
  for (const path of ['/', '/me/other', '/receipt', '/receipt/a/b', '/privacy/x'])
    expect([path, routeOf(path).page]).toEqual([path, 'nowhere'])
})

test('a long fragment of a page that takes one is a token; a part of the page is none', () => {
  const token = 'b7Jq2mXc9TtLw4ZrKf0VYA'
  expect(tokenOf('/me', `#${token}`)).toBe(token)
  expect(tokenOf('/confirm', `#${token}`)).toBe(token)
  for (const hash of ['', '#', '#held', '#main', '#received'])
    expect([hash, tokenOf('/me', hash)]).toEqual([hash, null])
  expect(tokenOf('/privacy', `#${token}`)).toBeNull()
  expect(tokenOf('/me/leave', `#${token}`)).toBeNull()
})
