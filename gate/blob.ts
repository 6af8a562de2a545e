import type { FieldName } from '../core/fields.ts'
import type { SourceKind } from '../core/sources.ts'

/** Where a value came from, as it is kept beside the value. Times are RFC 3339 UTC. */
export interface KeptSource {
  readonly id: string
  readonly kind: SourceKind
  readonly detail: string
  readonly notice: string | null
  readonly collected_at: string
  readonly recorded_at: string
  readonly by: { readonly kind: string; readonly id: string }
}

/** A value with its source, and the values it replaced with theirs, newest first: kept until erasure. */
export interface KeptValue {
  readonly value: string
  readonly source: KeptSource
  readonly earlier: readonly { readonly value: string | null; readonly source: KeptSource }[]
}

interface Stored {
  /** Sources once each; values point at them by place. */
  s: KeptSource[]
  /** field → [value or null when removed, source, earlier pairs …] */
  f: Record<string, [string | null, number, ...[string | null, number][]]>
}

/** The plain content of one compartment of one person: what is sealed as one blob. */
export class Blob {
  readonly #stored: Stored

  private constructor(stored: Stored) {
    this.#stored = stored
  }

  static empty(): Blob {
    return new Blob({ s: [], f: {} })
  }

  static read(bytes: Buffer): Blob {
    return new Blob(JSON.parse(bytes.toString('utf8')) as Stored)
  }

  bytes(): Buffer {
    return Buffer.from(JSON.stringify(this.#stored), 'utf8')
  }

  fields(): FieldName[] {
    return Object.keys(this.#stored.f).filter((name) => this.#stored.f[name]![0] !== null) as FieldName[]
  }

  value(field: FieldName): string | undefined {
    return this.#stored.f[field]?.[0] ?? undefined
  }

  kept(field: FieldName): KeptValue | undefined {
    const held = this.#stored.f[field]
    if (!held || held[0] === null) return undefined
    const [value, source, ...earlier] = held
    return {
      value,
      source: this.#stored.s[source]!,
      earlier: earlier.map(([old, from]) => ({ value: old, source: this.#stored.s[from]! })),
    }
  }

  /** Sets or (null) removes a value; what it replaces stays beside it with its own source. */
  set(field: FieldName, value: string | null, source: KeptSource): void {
    let place = this.#stored.s.findIndex((known) => known.id === source.id)
    if (place < 0) place = this.#stored.s.push(source) - 1
    const held = this.#stored.f[field]
    if (!held) this.#stored.f[field] = [value, place]
    else {
      const [old, from, ...earlier] = held
      this.#stored.f[field] = [value, place, [old, from], ...earlier]
    }
  }
}
