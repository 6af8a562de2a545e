import { day } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import type { Source } from '../shapes.ts'
import { earlierOf, sourcesOf, type Field } from './facts.ts'

/** Where the values of a fact come from, a sentence each; and that it lies in the vault, or had other values before. */
export function sourcesTold(t: Tell, language: string, fields: readonly Field[], secret: boolean): string[] {
  const told = sourcesOf(fields)
  const sources = told.map(({ source, names }) => {
    const from = fromTold(t, language, source)
    if (told.length === 1) return from
    const what = names.map((name) => nameOf(t, `field.${name}`, plainName(name))).join(', ')
    return t('source.of', { what, from })
  })
  const earlier = earlierOf(fields)
  return [
    ...sources,
    ...fields.flatMap((field) => takenOutTold(t, language, field) ?? []),
    ...(secret ? [t('held.vault')] : []),
    ...(earlier > 0 ? [t('held.earlier', { count: earlier })] : []),
  ]
}

/** A number that stood in something else: what in, and since when it lies in the vault. */
function takenOutTold(t: Tell, language: string, { known }: Field): string | null {
  const { stood, value: masked, source } = known
  if (stood === undefined) return null
  const what = nameOf(t, `held.stood_${stood}`, nameOf(t, `your.${stood}`, plainName(stood)))
  const at = source?.recorded_at ?? source?.collected_at
  return at
    ? t('held.taken_out_dated', { masked, what, date: day(at, language) })
    : t('held.taken_out', { masked, what })
}

/** One source in words, with its day. */
export function fromTold(t: Tell, language: string, source: Source): string {
  const from = whoTold(t, source)
  const at = source.collected_at ?? source.recorded_at
  return at ? t('source.dated', { from, date: day(at, language) }) : from
}

/** As the server notes what was corrected on these pages; to staff it says whose page, to the person it need not. */
const OWN_PAGE = 'corrected on their own page'

function whoTold(t: Tell, { kind, detail }: Source): string {
  if (kind === 'person' && detail === OWN_PAGE) return t('source.own_page')
  const proves = detail && /^evidence for (\S+)$/.exec(detail)?.[1]
  if (proves) return t('source.evidence', { purpose: nameOf(t, `purpose.${proves}`, proves) })
  if (!detail) return nameOf(t, `source.${kind}`, t('source.other'))
  return nameOf(t, `source.${kind}_detail`, t('source.other_detail', { detail }), { detail })
}

/** A field that the organisation added calls itself by its own name. */
export function plainName(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}
