import { Problem } from './errors.ts'
import { addDays, readPast, type Instant } from './retention.ts'

export const SOURCE_KINDS = ['person', 'company', 'partner', 'public_register', 'migration'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** Known by name only so that the refusal can say why. */
export const REFUSED_SOURCE_KINDS = ['purchased', 'scraped'] as const

/** Days within which someone is told whose data did not come from them (GDPR art. 14(3)(a)). */
export const TELL_WITHIN_DAYS = 30

/** Where a value came from, as it is stored. */
export interface Source {
  readonly kind: SourceKind
  /** The record it names: a form and its version, a message, a call, an import, a register entry. */
  readonly detail: string
  readonly notice: string | null
  readonly collected_at: Instant | null
}

/**
 * Checks the source stated for a value, a person or a file. No source, no write.
 * @param stated what came from outside, if anything did
 * @throws Problem `source_missing` (none, or no detail), `source_refused` (bought or scraped), `source_unknown`,
 *   `date_malformed`, `date_in_future`. Pointers are relative to the source.
 */
export function checkSource(stated: unknown, now: Instant): Source {
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) {
    throw new Problem('source_missing')
  }
  const { kind, detail, notice, collected_at } = stated as Record<string, unknown>
  if (typeof kind !== 'string' || kind.trim() === '') {
    throw new Problem('source_missing', { pointer: '/kind' })
  }
  if (REFUSED_SOURCE_KINDS.some((refused) => refused === kind.trim().toLowerCase())) {
    throw new Problem('source_refused', { pointer: '/kind' })
  }
  const known = SOURCE_KINDS.find((candidate) => candidate === kind)
  if (!known) throw new Problem('source_unknown', { pointer: '/kind' })
  if (typeof detail !== 'string' || detail.trim() === '') {
    throw new Problem('source_missing', { pointer: '/detail' })
  }
  return {
    kind: known,
    detail: detail.trim(),
    notice: optionalText(notice, '/notice'),
    collected_at: collectedAt(collected_at, now),
  }
}

/** Whether it came from the person themself, so that what they were told stood beside the question. */
export function fromPerson(source: Pick<Source, 'kind'>): boolean {
  return source.kind === 'person'
}

/**
 * By when the person must have been told, exclusive: 30 days after the value was recorded, unless it came from
 * them (null). The first message to them may be due sooner; it carries the notice.
 */
export function noticeDeadline(source: Pick<Source, 'kind'>, recordedAt: Instant): Instant | null {
  return fromPerson(source) ? null : addDays(recordedAt, TELL_WITHIN_DAYS)
}

function collectedAt(value: unknown, now: Instant): Instant | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new Problem('date_malformed', { pointer: '/collected_at' })
  return readPast(value, now, '/collected_at')
}

function optionalText(value: unknown, pointer: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new Problem('input_invalid', { pointer })
  return value.trim() || null
}
