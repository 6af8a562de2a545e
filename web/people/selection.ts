/** Which rows are selected, by id, and the row that a range starts from. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly anchor: number | undefined
}

export const NOTHING: Selection = { ids: new Set(), anchor: undefined }

/** Selects a row, or lets go of it. */
export function toggle(selection: Selection, id: string, row: number): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: row }
}

/**
 * Selects everything from the anchor to a row, as shift does.
 * @param idAt the id of a row, undefined where it is not loaded
 */
export function extend(
  selection: Selection,
  row: number,
  idAt: (row: number) => string | undefined,
): Selection {
  const from = selection.anchor ?? row
  const ids = new Set(selection.ids)
  for (let at = Math.min(from, row); at <= Math.max(from, row); at++) {
    const id = idAt(at)
    if (id) ids.add(id)
  }
  return { ids, anchor: from }
}
