import { Problem } from '../../core/errors.ts'
import { inPointer } from './reading-options.ts'
import { IDENTIFYING, isTarget, takesSeveral, type Target } from './mapping-targets.ts'

/** What each column is mapped to; a column that is not in it is left out of the import. */
export type Mapping = ReadonlyMap<string, Target>

/**
 * Checks a mapping that was sent against the columns of the file. `null` leaves a column out, as not naming it does.
 * @throws Problem `import_mapping_invalid` with a pointer to the entry: a column that the file does not have, a field
 *   that there is not, a field that two columns would give, or nothing that tells who a row is about
 */
export function checkMapping(
  sent: Readonly<Record<string, string | null>>,
  columns: readonly string[],
): Mapping {
  const known = new Set(columns)
  const taken = new Set<Target>()
  const mapping = new Map<string, Target>()
  for (const [column, target] of Object.entries(sent)) {
    const pointer = `/mapping/${inPointer(column)}`
    if (!known.has(column)) throw refused('The file has no such column.', pointer)
    if (target === null) continue
    if (!isTarget(target)) throw refused('There is no such field.', pointer)
    if (taken.has(target) && !takesSeveral(target)) throw refused(`Another column gives ${target}.`, pointer)
    taken.add(target)
    mapping.set(column, target)
  }
  if (!IDENTIFYING.some((target) => taken.has(target)))
    throw refused('Map at least a name, an e-mail, a phone or a customer number.', '/mapping')
  return mapping
}

function refused(detail: string, pointer: string): Problem {
  return new Problem('import_mapping_invalid', { detail, pointer })
}
