import type { SecretKind } from '../core/secrets.ts'
import type { KeptSource } from './blob.ts'

/** What people see of a secret: its mask, with where it came from. */
export interface KeptSecret {
  readonly id: string
  readonly kind: SecretKind
  readonly masked: string
  /** The field it was sent as or typed into; `source` and `evidence` where it stood in their words. */
  readonly where: string
  readonly source: KeptSource
}

/** The list of a person's masks, the newest first, as it is sealed in their compartment "vault". */
export function readVaultList(plain: Buffer): KeptSecret[] {
  return JSON.parse(plain.toString('utf8')) as KeptSecret[]
}
