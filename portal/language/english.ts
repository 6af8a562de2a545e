import { en } from './en.ts'
import { enMore } from './en-more.ts'
import { enNames } from './en-names.ts'

/** All words in English; the measure for every other language. */
export const english = { ...en, ...enMore, ...enNames }
export type Words = Record<keyof typeof english, string>
