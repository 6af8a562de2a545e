import i18next from 'i18next'
import { english, type Words } from './english.ts'

/** A key as it is asked for: where the words depend on a count, without the ending that the count chooses. */
export type Key = WithoutCount<keyof Words>
type WithoutCount<K extends string> = K extends `${infer Base}_${'zero' | 'one' | 'other'}` ? Base : K

/** Gives the words of a key, with the values in their places. */
export type Tell = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** The languages there are, each called as it calls itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const REMEMBERED = 'language'

/** The words of these pages alone, apart from any others that a program may have loaded. */
export const words = i18next.createInstance()

/** By name alone: the compiler knows the words of the other app as well, and would try each of them. */
interface ByName {
  t(key: string, fallback: string, values: object): string
}

export const tell: Tell = (key, values) => (words as unknown as ByName).t(key, key, { ...values })

/** The language to begin with: the one chosen before, else the first of the wanted ones that we speak, else English. */
export function firstLanguage(chosen: string | null, wanted: readonly string[]): Language {
  return [chosen ?? '', ...wanted].map(primary).find(isLanguage) ?? 'en'
}

/** `pt` of `pt-BR`. */
export function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag)
}

/** Prepares the words; resolves when the page can be drawn. */
export async function speak(): Promise<void> {
  await load('en')
  await changeLanguage(firstLanguage(remembered(), navigator.languages), 'forget').catch(() => undefined)
}

/** Speaks another language where its words can be fetched; else the page goes on as it spoke. */
export function tryLanguage(language: Language, how?: 'remember' | 'forget'): void {
  changeLanguage(language, how).catch(() => undefined)
}

/** Makes the words of a language the ones that are told. Other languages than English are fetched when needed. */
export async function load(language: Language): Promise<void> {
  if (!words.isInitialized) await begin()
  if (language === 'de' && !words.hasResourceBundle('de', 'translation')) {
    const { german } = await import('./de.ts')
    words.addResourceBundle('de', 'translation', german)
  }
  await words.changeLanguage(language)
}

async function begin(): Promise<void> {
  await words.init({
    resources: { en: { translation: english } },
    lng: 'en',
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
}

/**
 * Speaks another language from now on, and remembers it in this browser unless told not to. Rejects where its words
 * cannot be fetched.
 */
export async function changeLanguage(
  language: Language,
  how: 'remember' | 'forget' = 'remember',
): Promise<void> {
  await load(language)
  document.documentElement.lang = language
  document.documentElement.dir = words.dir(language)
  if (how === 'remember') remember(language)
}

/** True where this person has chosen a language in this browser, which then outweighs the one we hold of them. */
export function hasChosenLanguage(): boolean {
  return remembered() !== null
}

/** The words of a key that is put together at run time, or the fallback where there are none. */
export function nameOf(
  t: Tell,
  key: string,
  fallback: string,
  values: Readonly<Record<string, string>> = {},
): string {
  return isKey(key) ? t(key, values) : fallback
}

function isKey(key: string): key is Key {
  return Object.hasOwn(english, key)
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
