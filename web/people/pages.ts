/**
 * A list of unknown length, read page by page behind opaque cursors. What is remembered is where each page begins and
 * how many rows it had: enough to draw the scroll bar and to fetch any page again once its rows were let go.
 */
export interface Pages {
  /** Where page n begins; '' for the first. One longer than `lengths` while there is more. */
  readonly cursors: readonly string[]
  /** Rows of page n, as it was last read. */
  readonly lengths: readonly number[]
}

export const FIRST: Pages = { cursors: [''], lengths: [] }

/** True while the last known page says that there is another. */
export function hasMore({ cursors, lengths }: Pages): boolean {
  return cursors.length > lengths.length
}

/** Rows known so far. */
export function rowsKnown({ lengths }: Pages): number {
  return lengths.reduce((sum, length) => sum + length, 0)
}

/** The page a row stands on and its place there; beyond the last known row, the next page to read. */
export function locate({ lengths }: Pages, row: number): { page: number; at: number } {
  let begins = 0
  for (const [page, length] of lengths.entries()) {
    if (row < begins + length) return { page, at: row - begins }
    begins += length
  }
  return { page: lengths.length, at: row - begins }
}

/**
 * What is known once a page was read. Where the page now ends elsewhere than before, everything after it is
 * forgotten: its cursors belong to rows that have moved.
 */
export function learn(pages: Pages, page: number, length: number, next: string | null): Pages {
  const same =
    pages.lengths[page] === length &&
    (next === null ? !pages.cursors[page + 1] : pages.cursors[page + 1] === next)
  if (same) return pages
  const moved = page < pages.lengths.length && pages.cursors[page + 1] !== (next ?? undefined)
  const cursors =
    moved || page + 1 >= pages.cursors.length ? pages.cursors.slice(0, page + 1) : [...pages.cursors]
  const lengths = moved ? pages.lengths.slice(0, page) : [...pages.lengths]
  lengths[page] = length
  if (next !== null && cursors.length === page + 1) cursors.push(next)
  return { cursors, lengths }
}
