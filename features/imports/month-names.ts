import { foldText } from '../../core/fold.ts'

/** The languages in which a date with a month's name is read, and countries are called by name. */
export const READ_LANGUAGES = [
  ...[
    'en',
    'de',
    'fr',
    'es',
    'it',
    'nl',
    'pt',
    'ca',
    'sv',
    'da',
    'nb',
    'fi',
    'is',
    'pl',
    'cs',
    'sk',
    'hu',
    'ro',
  ],
  ...['sl', 'et', 'lv', 'lt', 'tr', 'el', 'ru', 'uk'],
]

/** What people write besides the names of CLDR. */
const ALSO: Record<string, number> = { sept: 9, mrz: 3, marz: 3, set: 9, mai: 5, agosto: 8 }

let names: Map<string, number> | undefined

/**
 * The month, 1 to 12, that a word names in any of the languages read here, long or short, with or without accents;
 * null for a word that names none, or different months in different languages.
 */
export function monthOf(word: string): number | null {
  names ??= index()
  return names.get(foldText(word).replace(/\.$/u, '')) ?? null
}

function index(): Map<string, number> {
  const found = new Map<string, Set<number>>()
  for (const language of READ_LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      // with a day, since many languages decline the name beside it, and without
      for (const options of [{ month }, { month, day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
        for (let at = 0; at < 12; at += 1) {
          const part = format.formatToParts(Date.UTC(2024, at, 3)).find(({ type }) => type === 'month')
          const word = foldText(part?.value ?? '').replace(/\.$/u, '')
          if (/^\p{L}+$/u.test(word)) found.set(word, (found.get(word) ?? new Set()).add(at + 1))
        }
      }
    }
  }
  const sure = [...found].flatMap(([word, [month, ...others]]) =>
    month !== undefined && others.length === 0 ? [[word, month] as const] : [],
  )
  return new Map([...sure, ...Object.entries(ALSO)])
}
