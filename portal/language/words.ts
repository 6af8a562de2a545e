import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import { Refused } from '../api.ts'
import { nameOf } from './setup.ts'

/** The words and the language of the page, for everything that is told. */
export function useWords(): { t: TFunction; language: string } {
  const { t, i18n } = useTranslation()
  return { t, language: i18n.language }
}

/** What went wrong, in a sentence that says what to do. */
export function whatWentWrong(t: TFunction, error: unknown): string {
  return error instanceof Refused ? nameOf(t, `error.${error.code}`, t('error.other')) : t('error.other')
}
