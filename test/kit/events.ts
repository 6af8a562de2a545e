import type { By, Given, Mark } from '../../core/grants.ts'
import type { PersonEvent } from '../../core/standing.ts'
import type { Instant } from '../../core/retention.ts'

/** People of the examples, so that a test reads who did what. */
export const ANA: By = { kind: 'person', id: '01900000-0000-7000-8000-0000000000a1' }
export const JO: By = { kind: 'staff', id: '01900000-0000-7000-8000-0000000000b1' }
export const MILA: By = { kind: 'staff', id: '01900000-0000-7000-8000-0000000000b2' }
export const INES: By = { kind: 'staff', id: '01900000-0000-7000-8000-0000000000b3' }
/** A file that Jo imported: the claim is the file's, the id is Jo's. */
export const IMPORT_BY_JO: By = { kind: 'import', id: JO.id }
export const SYSTEM: By = { kind: 'system', id: '01900000-0000-7000-8000-0000000000c1' }

export const GRANT = '01900000-0000-7000-8000-000000000001'

/** A moment from its ISO form; a plain date is its midnight in UTC. */
export function on(iso: string): Instant {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) throw new RangeError(`not a moment: ${iso}`)
  return at
}

export function created(iso: string): PersonEvent {
  return { kind: 'created', at: on(iso) }
}

/** A contract typed in by Jo, unless told otherwise. */
export function given(purpose: string, iso: string, rest: Partial<Given> = {}): Given {
  const consent = rest.basis === 'consent'
  return {
    kind: 'given',
    at: on(iso),
    grant_id: GRANT,
    purpose,
    basis: 'contract',
    by: JO,
    notice: consent ? `${purpose}@1` : null,
    evidence_kind: consent ? 'paper' : null,
    expires_at: null,
    confirmed: false,
    guardian: false,
    under_age: false,
    ...rest,
  }
}

/** A consent that Ana gives on her own page, unless told otherwise. */
export function agreed(purpose: string, iso: string, rest: Partial<Given> = {}): Given {
  return given(purpose, iso, { basis: 'consent', by: ANA, confirmed: true, evidence_kind: 'form', ...rest })
}

export function mark(kind: Mark['kind'], iso: string, by: By = ANA, grant_id = GRANT): Mark {
  return { kind, at: on(iso), grant_id, by }
}
