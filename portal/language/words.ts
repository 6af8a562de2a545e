import { useSyncExternalStore } from 'react'
import { Refused } from '../api.ts'
import { habitOf } from './dates.ts'
import { nameOf, tell, words, type Tell } from './setup.ts'

/** The words of the page, and its language as dates, numbers and lists are written in it (`en-GB`). */
export function useWords(): { t: Tell; language: string } {
  return { t: tell, language: habitOf(useSpoken()) }
}

/** The language spoken now; what uses it is drawn anew when it changes. */
export function useSpoken(): string {
  return useSyncExternalStore(watch, spoken, spoken)
}

/** What went wrong, in a sentence that says what to do. */
export function whatWentWrong(t: Tell, error: unknown): string {
  return error instanceof Refused ? nameOf(t, `error.${error.code}`, t('error.other')) : t('error.other')
}

const spoken = () => words.language

function watch(changed: () => void): () => void {
  words.on('languageChanged', changed)
  return () => words.off('languageChanged', changed)
}
