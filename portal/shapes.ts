/** What the server answers to a person's own calls, as far as these pages read it. */

/** One ground for one purpose, as it was given and what became of it. */
export interface Grant {
  readonly id: string
  readonly purpose: string
  readonly title: string
  readonly basis: string
  readonly state: string
  readonly notice: { readonly id: string; readonly language?: string; readonly text: string } | null
  readonly evidence: {
    readonly kind: string
    readonly detail?: string | null
    readonly ref?: string | null
    readonly at?: string | null
  } | null
  readonly given_at: string
  readonly given_by: { readonly kind: string }
  readonly guardian: boolean
  readonly expires_at: string | null
  readonly checks: readonly {
    readonly kind: string
    readonly at: string
    readonly by: { readonly kind: string }
  }[]
}

/** What the person takes along. */
export interface Everything {
  readonly organisation: string
  readonly person: Me['person']
  readonly earlier_values: readonly {
    readonly field: string
    readonly value: string | null
    readonly collected_at: string
  }[]
  readonly grants: readonly Grant[]
  readonly purposes: readonly Standing[]
  readonly readers: readonly LedgerLine[]
  readonly kept: readonly Kept[]
  readonly recipients: readonly Recipient[]
}

export interface Source {
  readonly kind: string
  readonly detail?: string | null
  readonly notice?: string | null
  readonly collected_at?: string | null
  readonly recorded_at?: string | null
}

export interface Known {
  readonly value: string
  readonly source?: Source | null
  readonly earlier?: readonly { readonly value?: string; readonly source?: Source | null }[] | number
  /** For a number that was taken out of something else: what it stood in. */
  readonly stood?: string
}

export interface Withheld {
  readonly withheld: string
}

/** A number in the vault: its mask alone is shown. */
export interface Masked extends Withheld {
  readonly masked: string
  readonly source?: Source | null
}

/** Every number in the vault, the newest first. */
export interface Secret {
  readonly kind: string
  /** What it was sent as, or what it was typed into. */
  readonly where?: string
  readonly masked: string
  readonly source?: Source | null
}

/** One purpose as it stands for this person now. */
export interface Standing {
  readonly purpose: string
  readonly title: string
  readonly says: string
  readonly allowed: boolean
  readonly reason: string
  readonly sentence?: string | null
  readonly since?: string | null
  readonly until?: string | null
  readonly grant_id?: string | null
  readonly notice?: { readonly id: string; readonly language?: string; readonly text: string } | null
  readonly evidence?: {
    readonly kind: string
    readonly detail?: string | null
    readonly at?: string | null
  } | null
  /** True where the person alone decides. */
  readonly switchable: boolean
  readonly basis?: string | null
}

export interface Recipient {
  readonly id?: string
  readonly name: string
  readonly place?: string | null
  readonly fields?: readonly string[]
  readonly why?: string | null
  readonly at?: string | null
  readonly until?: string | null
}

export interface Me {
  readonly person: {
    readonly id: string
    readonly version?: number
    readonly fields: Readonly<Record<string, Known | Masked | Withheld>>
    readonly secrets?: readonly Secret[]
  }
  readonly organisation: { readonly name: string }
  readonly standing: readonly Standing[]
  readonly recipients: readonly Recipient[]
  readonly counts: {
    readonly facts: number
    readonly agreed: number
    readonly required: number
    readonly disclosures: number
  }
  readonly language?: string | null
  /** What a law makes us keep. */
  readonly kept?: readonly Kept[]
  /** They have left, and a contract keeps the rest. */
  readonly leaving?: { readonly erasure_id: string; readonly asked_at: string } | null
}

export interface LedgerLine {
  readonly event_id: string
  readonly at: string
  readonly actor: { readonly kind: string; readonly team?: string | null; readonly name?: string | null }
  readonly purpose: string
  readonly kind: string
  readonly fields: readonly string[]
  readonly sentence: string
  /** What staff typed as their reason, where the call asks for one. */
  readonly reason?: string | null
}

export interface LedgerPage {
  readonly items: readonly LedgerLine[]
  readonly next: string | null
}

export interface Kept {
  readonly holding: string
  readonly title?: string | null
  readonly basis?: string | null
  readonly law: string
  readonly article?: string | null
  readonly fields?: readonly string[]
  /** Null while a contract stands whose end is not known. */
  readonly until: string | null
  readonly why?: string | null
  /** Its day came, and it was destroyed. */
  readonly destroyed_at?: string | null
}

export interface Holding {
  readonly holding: string
  readonly title?: string | null
  readonly count: number
  readonly fate: string
}

export interface Plan {
  readonly code: string
  readonly erasure_id: string
  readonly holdings: readonly Holding[]
  readonly kept: readonly Kept[]
  readonly recipients: readonly { readonly name: string }[]
  readonly ends?: readonly { readonly purpose: string; readonly title: string }[]
  readonly contracts?: readonly {
    readonly purpose: string
    readonly title: string
    readonly until: string | null
  }[]
  readonly key_epoch_ends?: string | null
}

export interface Erasure {
  readonly id: string
  readonly state: 'recorded' | 'running' | 'waiting_recipients' | 'done'
  readonly holdings: readonly Holding[]
  readonly kept: readonly Kept[]
  readonly receipt: { readonly jws: string } | null
  readonly asked_at?: string | null
  readonly done_at?: string | null
}

export interface Statement {
  readonly organisation: string
  readonly purposes: readonly {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly bases: readonly string[]
    readonly kept: string
  }[]
  readonly recipients: readonly Recipient[]
  readonly sold: string
}
