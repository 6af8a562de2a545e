import { v7 as uuid } from 'uuid'
import type { Static } from 'typebox'
import { admit } from '../../core/admission.ts'
import { Problem } from '../../core/errors.ts'
import type { By } from '../../core/grants.ts'
import { findPurpose } from '../../core/purposes.ts'
import type { NewGrant } from '../../gate/seal-person.ts'
import type { Registered } from '../../gate/registry.ts'
import type { GrantInput } from './describe-grants.ts'

type Request = Static<typeof GrantInput>

/**
 * Admits a grant that came from outside, by core's rule and the registries of this database.
 * @throws Problem as `core/admission.ts`, with pointers below `at`
 */
export function admitGrant(
  registered: Registered,
  request: Request,
  by: By,
  underAge: boolean,
  at = '',
): NewGrant & { state: 'waiting' | 'active' } {
  const id = uuid()
  const context = {
    grant_id: id,
    now: Date.now(),
    by,
    confirmed: by.kind === 'person',
    notices: new Map([...registered.notices].map(([notice, { purpose }]) => [notice, purpose])),
    tests: registered.tests,
    underAge,
  }
  try {
    checkLanguage(registered, request)
    const { state, given } = admit(request, findPurpose(request.purpose, registered.purposes), context)
    return {
      id,
      state,
      purpose: given.purpose,
      basis: given.basis,
      notice: given.notice,
      evidence: given.evidence_kind === null ? null : evidenceOf(request, given.evidence_kind),
      guardian: given.guardian,
      under_age: given.under_age,
      expires_at: given.expires_at === null ? null : new Date(given.expires_at),
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { detail: error.detail, pointer: `${at}${error.pointer ?? ''}` })
  }
}

/** Nobody has read a wording in a language in which it does not stand. */
function checkLanguage({ notices }: Registered, { notice, evidence }: Request): void {
  const language = evidence?.language
  if (language === undefined || language === 'en') return
  if (!notices.get(notice ?? '')?.texts.has(language))
    throw new Problem('notice_unknown', { pointer: '/evidence/language' })
}

/** English is the wording itself and is not said. */
function evidenceOf({ evidence }: Request, kind: string): NonNullable<NewGrant['evidence']> {
  const { language, ...rest } = evidence ?? {}
  return { ...rest, kind, ...(language === undefined || language === 'en' ? {} : { language }) }
}
