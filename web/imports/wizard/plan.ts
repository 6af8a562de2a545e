import type { Draft } from '../../grants/draft.ts'
import type { Stated } from '../../people/source-fields.tsx'

/** Everything that was said about an import so far. */
export interface Plan {
  readonly file: File | undefined
  readonly stated: Stated
  readonly drafts: readonly Draft[]
  /** Column to field; a column that is left out is not here. */
  readonly mapping: Readonly<Record<string, string>> | undefined
}
