import type { Purpose } from '../shapes.ts'

type Opening = Pick<Purpose, 'id' | 'opens' | 'fields'>

/** What changes for who works for another purpose, in the fewest words that still say what opens and what closes. */
export type Difference =
  | { readonly is: 'all' | 'only' | 'too'; readonly what: readonly string[] }
  | { readonly is: 'same' }
  | { readonly is: 'instead'; readonly what: readonly string[]; readonly less: readonly string[] }

/**
 * Compares two purposes by the compartments that they open. One that opens single fields is told by them; beside such
 * a one the other is told in full.
 */
export function difference(from: Opening, to: Opening): Difference {
  if (to.id === from.id || from.fields?.length) return { is: 'all', what: to.opens }
  if (to.fields?.length) return { is: 'only', what: to.opens }
  const more = to.opens.filter((one) => !from.opens.includes(one))
  const less = from.opens.filter((one) => !to.opens.includes(one))
  if (more.length > 0 && less.length > 0) return { is: 'instead', what: more, less }
  if (more.length > 0) return { is: 'too', what: more }
  return less.length > 0 ? { is: 'only', what: to.opens } : { is: 'same' }
}
