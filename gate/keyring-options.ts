/** Where a keyring is. */
export interface KeyringOptions {
  /** Working login of the keyring database. */
  readonly url: string
  /** Folder of the epochs' secrets. */
  readonly folder: string
  readonly kekFile?: string
  /** Days for which an epoch runs; 30 unless set. */
  readonly epochDays?: number
}
