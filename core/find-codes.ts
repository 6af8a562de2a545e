/** A stretch of a flat text. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

const GAP = '[^\\p{L}\\p{N}]'
const FILL = `${GAP}{0,4}(?:(?:is|ist|est|es|è|no|nr|number|code|num)${GAP}{1,4}){0,2}`
const DIGITS = `\\d(?:${GAP}?\\d){2,3}`
/** Words that mean the code of a card and nothing else. */
const SURE =
  'cvc2?|cvv2?|cvn2?|cvx2?|kartenpr[uü]f(?:nummer|ziffer)|card (?:security|verification) (?:code|value|number)|cryptogramme(?: visuel)?'
/** Words that do so beside a card. */
const BESIDE =
  'csc|cid|pr[uü]f(?:nummer|ziffer)|security (?:code|number)|verification (?:code|value|number)|sicherheits(?:code|nummer)|code de s[eé]curit[eé]|c[oó]digo de seguridad|codice di sicurezza|beveiligingscode'
const AFTER_WORD = (words: string) =>
  new RegExp(`(?<!\\p{L})(?:${words})${FILL}(${DIGITS})(?!${GAP}?\\d|\\p{L})`, 'giu')

const MONTH_YEAR = '(?:0?[1-9]|1[0-2])\\s?[/.\\-]\\s?(?:20)?\\d{2}|(?:0[1-9]|1[0-2])\\d{2}'
const EXPIRY_WORD = `(?:(?:exp\\p{L}*|valid\\p{L}*|g[uü]ltig\\p{L}*|bis|thru|through|until|date)${GAP}{0,3})*`
const AFTER_CARD = new RegExp(
  `^${GAP}{0,4}${EXPIRY_WORD}(?<expiry>${MONTH_YEAR})?${GAP}{0,4}(?<code>\\d{3,4})(?![\\p{L}\\p{N}])(?<rest>.{0,6})`,
  'isu',
)
const MONEY = /^\s*(?:[€$£¥₹]|[.,]\d|eur|usd|gbp|chf|euro|dollar|%)/i

/**
 * Security codes in a flat text: after a word that names one, or behind a card and its expiry.
 * @param cards where card numbers stand
 */
export function findCodes(flat: string, cards: readonly Stretch[]): Stretch[] {
  const words = cards.length > 0 ? `${SURE}|${BESIDE}` : SURE
  const named = [...flat.matchAll(AFTER_WORD(words))].map((match) => {
    const to = match.index + match[0].length
    return { from: to - match[1]!.length, to }
  })
  return [...named, ...cards.flatMap((card) => behind(flat, card) ?? [])]
}

function behind(flat: string, card: Stretch): Stretch | undefined {
  const match = AFTER_CARD.exec(flat.slice(card.to, card.to + 60))
  const { expiry, code, rest } = match?.groups ?? {}
  if (!match || code === undefined || rest === undefined) return undefined
  // without an expiry three digits may be an amount
  if (expiry === undefined && MONEY.test(rest)) return undefined
  const to = card.to + match[0].length - rest.length
  return { from: to - code.length, to }
}
