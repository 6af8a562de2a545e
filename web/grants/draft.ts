/** A grant as it is being stated. Nothing in it is chosen beforehand. */
export interface Draft {
  readonly purpose: string
  /** The wording that was seen; there with a consent only. */
  readonly notice: string
  readonly basis: string
  readonly evidence: string
  readonly detail: string
  readonly at: string
  readonly expires_at: string
  /** A parent or guardian gives it for someone who is too young. */
  readonly guardian: boolean
}

export const EMPTY: Draft = {
  purpose: '',
  notice: '',
  basis: '',
  evidence: '',
  detail: '',
  at: '',
  expires_at: '',
  guardian: false,
}

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

/** The grant in the shape of the contract. */
export function asGrant(draft: Draft) {
  const evidence = {
    kind: draft.evidence,
    ...(draft.detail.trim() ? { detail: draft.detail.trim() } : {}),
    ...(draft.at ? { at: draft.at } : {}),
  }
  return {
    purpose: draft.purpose,
    basis: draft.basis,
    ...(draft.basis === 'consent' && draft.notice ? { notice: draft.notice } : {}),
    ...(draft.evidence ? { evidence } : {}),
    ...(draft.expires_at ? { expires_at: draft.expires_at } : {}),
    ...(draft.basis === 'consent' && draft.guardian ? { guardian: true } : {}),
  }
}
