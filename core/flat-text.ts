import { foldDigits } from './text.ts'

/** A text as a scan reads it, with the way back to what was written. */
export interface FlatText {
  /** Compatibility forms taken apart (NFKC), digits of every script as 0 to 9, what nobody sees left out. */
  readonly flat: string
  /** Where the sign behind `flat[i]` begins and ends in what was written. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Zero-width signs, direction marks, variation selectors, keycaps, strokes laid over a digit. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/gu

/** Reads a text sign by sign, so that a digit is a digit however it was typed. */
export function flatten(text: string): FlatText {
  let flat = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const sign of text) {
    const end = at + sign.length
    const plain = sign < '\u0080' ? sign : foldDigits(sign.normalize('NFKC')).replace(UNSEEN, '')
    for (let i = 0; i < plain.length; i++) {
      starts.push(at)
      ends.push(end)
    }
    flat += plain
    at = end
  }
  return { flat, starts, ends }
}
