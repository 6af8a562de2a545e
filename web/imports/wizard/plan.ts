import type { Draft } from '../../grants/draft.ts'
import type { Stated } from '../../people/source-fields.tsx'

export type DateOrder = 'dmy' | 'mdy' | 'ymd'

/** How the file is to be read, where that is not left to what it shows. */
export interface Reading {
  readonly encoding?: string
  readonly delimiter?: string
  readonly header?: boolean
  readonly dates?: Readonly<Record<string, DateOrder>>
}

/** Everything that was said about an import so far. */
export interface Plan {
  readonly file: File | undefined
  readonly stated: Stated
  readonly drafts: readonly Draft[]
  readonly reading: Reading
  /** Column to field; a column that is left out is not here. */
  readonly mapping: Readonly<Record<string, string>> | undefined
}
