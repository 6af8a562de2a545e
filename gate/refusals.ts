import { Problem, type Code } from '../core/errors.ts'

/** SQLSTATEs that the doors raise, and what they mean outside. */
const RAISED: Readonly<Record<string, Code>> = {
  GF001: 'purpose_not_for_role',
  GF010: 'purpose_unknown',
  GF011: 'basis_not_accepted',
  GF012: 'notice_unknown',
  GF013: 'evidence_missing',
  GF014: 'balancing_test_missing',
  GF015: 'grant_missing',
  GF016: 'second_person_needed',
  GF017: 'grant_closed',
  GF018: 'purpose_not_for_call',
  GF404: 'not_found',
  GF409: 'version_conflict',
  GF419: 'erasure_under_way',
  GF420: 'confirmation_wrong',
  GF421: 'erasure_leftover',
  GF422: 'contract_stands',
  GF423: 'has_left',
  GF429: 'too_many_requests',
  GF440: 'fresh_sign_in_needed',
  GF441: 'approval_closed',
  GF430: 'last_administrator',
  GF450: 'import_not_undoable',
  '42501': 'not_allowed',
  '53100': 'storage_full',
  '40001': 'version_conflict',
  '40P01': 'version_conflict',
}

const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/**
 * A database error becomes a catalogue code without its detail: the detail may hold values, and even the name of a
 * constraint may tell that someone exists.
 */
export function asProblem(error: unknown): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined && Object.hasOwn(RAISED, code)) return new Problem(RAISED[code]!)
  if (
    code === undefined
      ? /connection|terminated/i.test(error.message)
      : LOST.has(code) || code.startsWith('08')
  )
    return new Problem('database_unreachable')
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return error
  return new Problem('database_refused', { detail: `SQLSTATE ${code}` })
}
