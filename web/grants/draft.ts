import type { Purpose } from '../shapes.ts'

/** A grant as it is being stated. Nothing in it is chosen beforehand. */
export interface Draft {
  readonly purpose: string
  readonly basis: string
  readonly evidence: string
  readonly detail: string
  readonly at: string
  readonly expires_at: string
}

export const EMPTY: Draft = { purpose: '', basis: '', evidence: '', detail: '', at: '', expires_at: '' }

export type Missing = Partial<Record<keyof Draft, true>>

/** How a grant can have been given. */
export const EVIDENCE = ['form', 'paper', 'call', 'message', 'contract'] as const

/** What a grant still needs before it can be sent: always a basis, with a consent its evidence too. */
export function missingIn(draft: Draft): Missing {
  return {
    ...(draft.purpose ? {} : { purpose: true as const }),
    ...(draft.basis ? {} : { basis: true as const }),
    ...(draft.basis === 'consent' && !draft.evidence ? { evidence: true as const } : {}),
    ...(draft.basis === 'consent' && !draft.detail.trim() ? { detail: true as const } : {}),
  }
}

/** The grant in the shape of the contract; the notice is the wording that was shown beside it. */
export function asGrant(draft: Draft, purpose: Purpose | undefined) {
  const evidence = {
    kind: draft.evidence,
    ...(draft.detail.trim() ? { detail: draft.detail.trim() } : {}),
    ...(draft.at ? { at: draft.at } : {}),
  }
  return {
    purpose: draft.purpose,
    basis: draft.basis,
    ...(draft.basis === 'consent' && purpose?.notice ? { notice: purpose.notice.id } : {}),
    ...(draft.evidence ? { evidence } : {}),
    ...(draft.expires_at ? { expires_at: draft.expires_at } : {}),
  }
}
