/** Words that belong to the family name behind them: van der Berg, de la Cruz, von Trapp, Al Fayed. */
const PARTICLE =
  /^(?:van|von|der|den|dem|des|ter|ten|te|zu|zum|zur|de|del|della|delle|di|da|dal|das|do|dos|du|la|le|los|las|el|al|bin|ibn|ben|bint|af|av|ap|mac|san|santa|y|e|'t|op)$/iu
const HAN_OR_HANGUL = /^[\p{scx=Han}\p{scx=Hangul}]{2,4}$/u

export interface SplitName {
  readonly given_name?: string
  readonly family_name?: string
}

/**
 * A whole name taken apart: at its comma (Doe, John), else before the last word and the particles that go with it.
 * Names of one word, and those in scripts without spaces, are not taken apart: a wrong cut is worse than none.
 */
export function splitName(name: string): SplitName {
  const text = name.replace(/\s+/gu, ' ').trim()
  const comma = text.indexOf(',')
  if (comma > 0 && comma === text.lastIndexOf(',')) {
    const [family, given] = [text.slice(0, comma).trim(), text.slice(comma + 1).trim()]
    if (given !== '') return { given_name: given, family_name: family }
  }
  const words = text.split(' ')
  if (words.length === 1) return HAN_OR_HANGUL.test(text) ? { family_name: text } : { given_name: text }
  let from = words.length - 1
  while (from > 1 && PARTICLE.test(words[from - 1] ?? '')) from -= 1
  return { given_name: words.slice(0, from).join(' '), family_name: words.slice(from).join(' ') }
}
