/**
 * How purposes stand in every list of the app: what people come for first, what runs the house at the end. One of the
 * organisation's own stands behind the one that it is below.
 */
const ORDER = [
  'service.request',
  'service.account',
  'service',
  'support',
  'sales.enquiry',
  'sales.account',
  'sales.prospecting',
  'sales',
  'marketing.email',
  'marketing.sms',
  'marketing.phone',
  'marketing.post',
  'marketing.profiling',
  'marketing',
  'suitability',
  'sharing',
  'rights',
  'legal',
  'security',
  'analytics',
]

/** The same purposes in the order of the app. */
export function inOrder<P extends { readonly id: string }>(purposes: readonly P[]): P[] {
  return [...purposes].sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1))
}

/** The place of a purpose, or of the nearest one above it that has one. */
function place(id: string): number {
  const at = ORDER.indexOf(id)
  if (at >= 0) return at
  const above = id.lastIndexOf('.')
  return above < 0 ? ORDER.length : place(id.slice(0, above))
}
