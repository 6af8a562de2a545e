import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Rich, piecesOf } from './rich.tsx'

test('a sentence falls into its marked and its plain pieces, and nothing is lost', () => {
  expect(piecesOf('We hold <held>14 facts</held> about you.')).toEqual([
    { text: 'We hold ' },
    { name: 'held', text: '14 facts' },
    { text: ' about you.' },
  ])
  expect(piecesOf('a < b > c </held> <x>')).toEqual([{ text: 'a < b > c </held> <x>' }])
})

test('a part keeps what it brings where nothing is written into it', () => {
  const parts = { code: <b>7KQ2</b>, me: <a href="/me" /> }
  expect(renderToStaticMarkup(<Rich text="Type <code></code> on <me>your page</me>." parts={parts} />)).toBe(
    'Type <b>7KQ2</b> on <a href="/me">your page</a>.',
  )
})

test('what is no part is text, and is never taken for HTML', () => {
  expect(renderToStaticMarkup(<Rich text="<script>alert(1)</script> & <i>x</i>" parts={{}} />)).toBe(
    'alert(1) &amp; x',
  )
  expect(renderToStaticMarkup(<Rich text="<IMG src=x>" parts={{}} />)).toBe('&lt;IMG src=x&gt;')
})
