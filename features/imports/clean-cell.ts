/** What no value may hold: controls but tab and line feed, direction overrides, lone surrogates, zero-width spaces. */
const NEVER =
  /[\0-\x08\v\f\r\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\p{Noncharacter_Code_Point}]/gu

export interface CleanCell {
  readonly text: string
  /** True where characters were taken out that no value may hold. */
  readonly removed: boolean
  /** True where characters had been lost before (U+FFFD), or were broken in the file. */
  readonly lost: boolean
}

/**
 * A cell as it will be read: without what no value may hold (a NUL in a name should not cost the name), with plain
 * spaces, without white space at its ends. Joiners and direction marks stay: Persian, the Indic scripts and emoji
 * need them. What keeps spreadsheets from reading a value as a number or a formula is undone: `="0123"`, `'+33 6`.
 */
export function cleanCell(cell: string): CleanCell {
  // most cells are plain: nothing to look for
  if (/^[!#-&(-<>-~][ -~]*$/u.test(cell)) return { text: cell.trimEnd(), removed: false, lost: false }
  const text = cell.replace(NEVER, '')
  const removed = text.length !== cell.length
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  const value = /^="(.*)"$/su.exec(whole.trim())?.[1] ?? whole.replace(/^\s*'(?=[\d+=@-])/u, '')
  return { text: value.replace(/[\t\u00a0\u202f]/gu, ' ').trim(), removed, lost: whole.includes('\ufffd') }
}
