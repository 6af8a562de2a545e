import i18next, { type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { enMore } from './en-more.ts'
import { enNames } from './en-names.ts'

/** All words in English; the measure for every other language. */
export const english = { ...en, ...enMore, ...enNames }
export type Words = Record<keyof typeof english, string>

/** The languages there are, each called as it calls itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const REMEMBERED = 'language'

/** The language to begin with: the one chosen before, else the first of the wanted ones that we speak, else English. */
export function firstLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const known = [chosen ?? '', ...wanted].map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage)
  return known ?? 'en'
}

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag)
}

/** Prepares the words; resolves when the page can be drawn. Other languages than English are fetched when needed. */
export async function speak(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: english } },
    lng: 'en',
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnEmptyString: true,
  })
  await changeLanguage(firstLanguage(remembered(), navigator.languages), 'forget')
}

/** Speaks another language from now on, and remembers it in this browser unless told not to. */
export async function changeLanguage(language: Language, how: 'remember' | 'forget' = 'remember'): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const { german } = await import('./de.ts')
    i18next.addResourceBundle('de', 'translation', german)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = i18next.dir(language)
  if (how === 'remember') remember(language)
}

/** True where this person has chosen a language in this browser, which then outweighs the one we hold of them. */
export function hasChosenLanguage(): boolean {
  return remembered() !== null
}

/** The words of a key that is put together at run time, or the fallback where no language file has it. */
export function nameOf(
  t: TFunction,
  key: string,
  fallback: string,
  values: Readonly<Record<string, string>> = {},
): string {
  return Object.hasOwn(english, key) ? t(key, values) : fallback
}

// A browser may refuse storage altogether; the page works without.
function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED)
  } catch {
    return null
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language)
  } catch {
    // nothing is lost but the choice at the next visit
  }
}
