import { foldText } from '../../core/fold.ts'
import { COUNTRIES } from '../../core/identifiers/country.ts'
import { READ_LANGUAGES } from './month-names.ts'

/** Signs of cars, where tables have them for countries: ISO 3166-1 has no code of one letter. */
const CAR_SIGNS: Record<string, string> = {
  ...{
    a: 'AT',
    b: 'BE',
    d: 'DE',
    e: 'ES',
    f: 'FR',
    h: 'HU',
    i: 'IT',
    j: 'JP',
    l: 'LU',
    m: 'MT',
    n: 'NO',
    p: 'PT',
  },
  ...{ s: 'SE', v: 'VA', fl: 'LI' },
}

/** Languages that people and exports name, by their ISO 639 codes. */
const LANGUAGES =
  `en de fr es it nl pt ca sv da nb nn no fi is pl cs sk hu ro bg hr sr bs sl mk sq et lv lt tr el ru uk
  be ga cy gd eu gl mt lb fy ar he fa ur hi bn pa ta te mr gu kn ml si ne th vi id ms tl km lo my zh yue ja ko mn ka hy
  az kk uz sw am so ha yo ig zu xh af eo`.split(/\s+/u)

let countries: Map<string, string> | undefined
let languages: Map<string, string> | undefined

/** A country's ISO code from its name in any of the languages read here (Allemagne, Frankreich); null for none. */
export function countryByName(name: string): string | null {
  countries ??= indexNames('region', COUNTRIES, CAR_SIGNS)
  return countries.get(keyOf(name)) ?? null
}

/** A language's tag from its name in any of the languages read here, its own among them; null for none. */
export function languageByName(name: string): string | null {
  languages ??= indexNames('language', LANGUAGES, {})
  return languages.get(keyOf(name)) ?? null
}

/** Names that would mean two things are left out. Built at the first use: some thousand names, about 20 ms. */
function indexNames(type: 'region' | 'language', codes: readonly string[], also: Record<string, string>) {
  const found = new Map<string, Set<string>>()
  for (const reader of [...READ_LANGUAGES, ...(type === 'language' ? codes : [])]) {
    const names = new Intl.DisplayNames([reader], { type, fallback: 'none' })
    for (const code of codes) {
      if (type === 'language' && reader !== code && !READ_LANGUAGES.includes(reader)) continue
      const key = keyOf(names.of(code) ?? '')
      if (key !== '') found.set(key, (found.get(key) ?? new Set()).add(code))
    }
  }
  const sure = [...found].flatMap(([key, [code, ...others]]) =>
    code !== undefined && others.length === 0 ? [[key, code] as const] : [],
  )
  return new Map([...sure, ...Object.entries(also)])
}

function keyOf(name: string): string {
  return foldText(name)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
