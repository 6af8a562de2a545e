/** What the API answers, as far as the staff's app reads it. Times are RFC 3339, ids UUIDv7. */

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface Actor {
  readonly kind: 'staff' | 'person' | 'system' | 'import'
  readonly id?: string
  readonly name?: string | null
}

export interface Source {
  readonly id?: string
  readonly kind: string
  readonly detail?: string | null
  readonly notice?: string | null
  readonly collected_at?: string | null
  readonly recorded_at?: string | null
  readonly by?: Actor | null
}

export interface Withheld {
  readonly withheld: string
}

export interface Known {
  readonly value: string
  readonly source?: Source | null
  /** How many values stood here before. */
  readonly earlier?: number
}

/** A number that is in the vault: its mask, where it came from, and how many more of its kind there are. */
export interface MaskedSecret extends Withheld {
  readonly masked: string
  readonly secret_id: string
  readonly others: number
}

/** What was taken out of what was sent: it is in the vault, and a security code is nowhere. */
export interface Intercepted {
  readonly at: string
  readonly kind: string
  readonly masked: string | null
}

export interface Secret {
  readonly id: string
  readonly kind: string
  readonly masked: string
  readonly where: string
  readonly source: Source
}

export interface Approval {
  readonly id: string
  readonly asked_by: { readonly id: string; readonly name: string | null }
  readonly yours: boolean
  readonly state: 'waiting' | 'approved' | 'refused'
  readonly asked_at: string
  readonly ends_at: string
  readonly reason: string
  readonly secrets: readonly {
    readonly id: string
    readonly person_id: string
    readonly kind: string
    readonly opened_at: string | null
  }[]
}

export type Fact = Known | MaskedSecret | Withheld

export interface Person {
  readonly id: string
  readonly created_at: string
  readonly version: number
  readonly fields: Readonly<Record<string, Fact>>
  readonly secrets?: readonly Secret[]
  /** Told with the answer to a write alone. */
  readonly intercepted?: readonly Intercepted[]
}

/** A person in a list: values without their sources. */
export interface Listed {
  readonly id: string
  readonly came_at?: string
  readonly created_at?: string
  readonly version?: number
  readonly fields: Readonly<Record<string, string | Fact>>
}

export type Count = number | 'few' | null

export interface People extends Page<Listed> {
  readonly withheld?: { readonly people: Count; readonly why?: Readonly<Record<string, Count>> } | null
  /** How many a list without a search shows altogether; said with its first page. */
  readonly shown?: number | null
}

export interface Evidence {
  readonly kind: string
  readonly detail?: string | null
  readonly ref?: string | null
  readonly at?: string | null
}

export type GrantState = 'waiting' | 'active' | 'withdrawn' | 'expired' | 'refused'

export interface Grant {
  readonly id: string
  readonly purpose: string
  readonly title?: string
  readonly basis: string
  readonly state: GrantState
  readonly notice: { readonly id: string; readonly text: string } | null
  readonly evidence: Evidence | null
  readonly given_at: string
  readonly given_by: Actor
  readonly expires_at?: string | null
  readonly until?: string | null
  readonly checks?: readonly { readonly decision: string; readonly by?: Actor; readonly at?: string }[]
}

export interface Standing {
  readonly purpose: string
  readonly title: string
  readonly allowed: boolean
  readonly reason: string
  readonly sentence?: string | null
  readonly since?: string | null
  readonly until?: string | null
  readonly grant_id?: string | null
  /** What gave it, with `says` in plain words: "by the form of 3 May". */
  readonly evidence?: (Evidence & { readonly says?: string | null }) | null
}

export interface LedgerLine {
  readonly event_id: string
  readonly at: string
  readonly actor: Actor
  readonly purpose?: string | null
  readonly kind: string
  readonly fields?: readonly string[]
  readonly sentence?: string | null
}

export interface Purpose {
  readonly id: string
  readonly parent?: string | null
  readonly kind?: string
  readonly title: string
  readonly says: string
  readonly opens: readonly string[]
  readonly fields?: readonly string[] | null
  readonly roles: readonly string[]
  readonly bases?: readonly string[]
  /** Added by this organisation. */
  readonly own?: boolean
  /** For how long, in words. */
  readonly kept?: string
  /** The same as the registry has it. */
  readonly term?: { readonly months?: number; readonly after?: string; readonly until?: string }
  readonly silence_months?: number | null
}

export interface Session {
  readonly staff: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly roles: readonly string[]
  }
  readonly organisation: { readonly name: string }
  readonly csrf: string
  readonly purposes: readonly Purpose[]
  readonly setup: {
    readonly demo_possible: boolean
    readonly empty: boolean
    readonly first_administrator: boolean
  }
}

/** What a law makes us keep, opened for the privacy officer. */
export interface KeptCopy {
  readonly id: string
  readonly law: string
  readonly article: string
  /** Null while the contract stands. */
  readonly until: string | null
  readonly fields: Readonly<Record<string, string>>
}

/** How far an import is undone, and who stays and why. */
export interface ImportUndo {
  readonly state: 'none' | 'running' | 'done'
  readonly counts: {
    readonly undone: number
    /** Of those whom it created, who are here. */
    readonly people: number
    /** Of these, who would go; null where they are too many to tell at once. */
    readonly would: number | null
    readonly updated: number
  }
  readonly items: readonly { readonly person: string; readonly why: string; readonly says: string }[]
  readonly next: string | null
}

export interface Import {
  readonly id: string
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** The name of the file. */
  readonly file?: string | null
  readonly dry_run?: boolean
  readonly ended_at?: string | null
  readonly created_at?: string | null
  readonly total?: number | null
  readonly problem?: string | null
  readonly counts: {
    readonly rows: number
    readonly imported: number
    readonly updated: number
    readonly duplicates: number
    readonly suppressed: number
    readonly rejected: number
  }
  /** Rows that somebody should look at, as the report shows them. */
  readonly to_look_at: number
}

export interface ReportRow {
  readonly row: number
  readonly outcome: string
  /** What was left out of the row and why; `column` is null where it concerns the whole of it. */
  readonly problems: readonly {
    readonly column: string | null
    readonly code: string
    readonly says?: string | null
  }[]
}

export interface Preview {
  readonly columns: readonly {
    readonly column: string
    readonly field: string | null
    readonly sure: boolean
    readonly why: string
    readonly samples: readonly string[]
    readonly dates: {
      readonly order: 'dmy' | 'mdy' | 'ymd' | null
      readonly from: string | null
      readonly read: readonly (string | null)[]
    } | null
  }[]
  readonly kind: string
  readonly encoding: string
  readonly encoding_sure: boolean
  readonly delimiter: string | null
  readonly header: boolean
  readonly rows_seen: number
}

export interface Holding {
  readonly holding: string
  readonly title?: string | null
  readonly count: number
  readonly fate?: string | null
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
  readonly destroyed_at?: string | null
}

export interface ErasurePlan {
  readonly code: string
  readonly holdings: readonly Holding[]
  readonly kept: readonly Kept[]
  readonly recipients: readonly ({ readonly name: string } | string)[]
  readonly ends?: readonly { readonly purpose: string; readonly title: string }[]
  readonly contracts?: readonly {
    readonly purpose: string
    readonly title: string
    readonly until: string | null
  }[]
}

export interface Erasure {
  readonly id: string
  readonly state: 'recorded' | 'running' | 'waiting_recipients' | 'done'
  readonly holdings: readonly Holding[]
  readonly kept: readonly Kept[]
  readonly receipt: { readonly jws: string } | null
}
