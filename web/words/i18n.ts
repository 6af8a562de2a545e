import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { ago, brief, day, moment } from '../../ui/when.ts'
import { en } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** Starts the words of the app. English for now; a language is one more object of the same shape. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = i18next.language
  document.documentElement.dir = i18next.dir()
}

/**
 * Dates and numbers follow the reader's own region where it speaks the app's language. In English the day stands before
 * its month, wherever the reader is: so it does in the sentences that come from the server, and in the person's letter.
 */
export function region(language: string): string {
  if (language === 'en') return 'en-GB'
  return navigator.language.startsWith(language) ? navigator.language : language
}

/**
 * Words for a name that the server chose: `say('reason.expired.why', 'it has ended')`. A name without words of ours
 * is told by the fallback.
 */
export type Say = (key: string, fallback: string, values?: Record<string, unknown>) => string

/** Everything a component needs to speak: `t` for our own words, `say` for names of the server, dates and numbers. */
export function useWords() {
  const { t, i18n } = useTranslation()
  const where = region(i18n.language)
  // A key made of a server's name cannot be known to the compiler; `exists` asks before it is used.
  const loose = t as (key: string, values?: Record<string, unknown>) => string
  const say: Say = (key, fallback, values) => (i18n.exists(key) ? loose(key, values) : fallback)
  return {
    t,
    say,
    day: (at: string) => day(at, where),
    moment: (at: string) => moment(at, where),
    brief: (at: string) => brief(at, where, t('time.today')),
    ago: (at: string) => ago(at, where),
    number: (value: number) => new Intl.NumberFormat(where).format(value),
    list: (words: readonly string[]) => new Intl.ListFormat(where, { type: 'conjunction' }).format(words),
  }
}
