import { Problem } from '../core/errors.ts'
import type { Caller } from './caller.ts'
import { Sealed, sealBytes, type Place } from './seal.ts'

export interface ImportRecord {
  readonly import_id: string
  readonly staff_id: string
  readonly purpose: string
  readonly key_id: string | null
  readonly dry_run: boolean
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly problem: string | null
  readonly batches: number
  readonly total: number | null
  readonly rows_read: number
  readonly imported: number
  readonly updated: number
  readonly duplicates: number
  readonly suppressed: number
  readonly rejected: number
  /** Rows that came in, with a remark that somebody should look at. */
  readonly remarked: number
  readonly created_at: Date
  readonly ended_at: Date | null
}

export interface BatchCounts {
  readonly rows: number
  readonly imported: number
  readonly updated: number
  readonly duplicates: number
  readonly suppressed: number
  readonly rejected: number
  /** Rows that came in, with a remark that somebody should look at. */
  readonly remarked: number
}

/** How far an import is undone. */
export interface UndoRecord {
  readonly state: 'none' | 'running' | 'done'
  readonly asked_at: Date | null
  readonly ended_at: Date | null
  readonly undone: number
  /** Those whom it created and whom it was not undone for; who of them has left is not told. */
  readonly people: number
  /** Of these, with whom nothing has happened since; null where they are too many to tell at once. */
  readonly would: number | null
}

/** Somebody whom an import created and who stays, with the reason. */
export interface LeftPerson {
  readonly person: string
  readonly why: 'changed' | 'choices' | 'law' | 'since'
}

/** The addresses by which a row is compared, in their form for equality. */
export interface RowMatches {
  readonly email?: string
  readonly phone?: string
  readonly customer_number?: string
}

/** A row as it is compared; its further addresses are not kept, but whoever said no to one of them has said no. */
export interface Compared {
  readonly matches: RowMatches
  readonly alternates: { readonly email: readonly string[]; readonly phone: readonly string[] }
}

/** Marks that a batch is about to keep, for one that is compared before they are there. */
export type Marks = ReadonlyMap<string, ReadonlySet<string>>

interface Stored extends ImportRecord {
  sealed: Buffer | null
}

/** The records of imports and what rows are compared with; for one caller. */
export class Imports {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** A new import; what was said of the file is sealed under its key. Returns its id. */
  async create(id: string, keyId: string, described: unknown, dryRun: boolean): Promise<void> {
    const sealed = await this.#seal(id, keyId, 'sealed', 1, described)
    await this.#caller.door('create_import', 'select gate.create_import($1,$2::uuid,$3::uuid,$4,$5)', [
      id,
      keyId,
      sealed,
      dryRun,
    ])
  }

  /** Those the caller may see, newest first; or one. */
  async list(id: string | null = null): Promise<(ImportRecord & { described: unknown })[]> {
    return this.#described(
      await this.#caller.door<Stored>('read_imports', 'select * from gate.read_imports($1,$2::uuid)', [id]),
    )
  }

  /** Those that have not ended, the oldest first; for the system alone. */
  async open(): Promise<(ImportRecord & { described: unknown })[]> {
    return this.#described(
      await this.#caller.door<Stored>('open_imports', 'select * from gate.open_imports($1)', []),
    )
  }

  #described(rows: readonly Stored[]): Promise<(ImportRecord & { described: unknown })[]> {
    const keys = rows.flatMap((row) => row.key_id ?? [])
    return this.#caller.house.keyring.with(keys, (keyOf) =>
      rows.map(({ sealed, ...row }) => ({
        ...row,
        described:
          row.key_id && sealed
            ? opened(place(row.import_id, row.key_id, 'sealed', 1), sealed, keyOf(row.key_id))
            : null,
      })),
    )
  }

  /** Reports of batches after one, in order. */
  async report(
    id: string,
    keyId: string,
    after: number,
    most: number,
  ): Promise<{ batch: number; rows: unknown }[]> {
    const rows = await this.#caller.door<{ batch: number; sealed: Buffer }>(
      'read_import_report',
      'select * from gate.read_import_report($1,$2::uuid,$3,$4)',
      [id, after, most],
    )
    return this.#caller.house.keyring.with([keyId], (keyOf) =>
      rows.map(({ batch, sealed }) => ({
        batch,
        rows: opened(place(id, keyId, 'report', batch), sealed, keyOf(keyId)),
      })),
    )
  }

  /** Which rows repeat an earlier one of the file: by e-mail or number, or by phone where a row has nothing else. */
  async seenBefore(id: string, rows: readonly RowMatches[]): Promise<boolean[]> {
    const tokens = rows.map((row) => this.#tokens(row))
    const fresh = new Set<string>()
    const seen = await this.#caller.door<{ word: Buffer }>(
      'see_in_import',
      'select * from gate.see_in_import($1,$2::uuid,$3)',
      [id, tokens.flat()],
    )
    for (const { word } of seen) fresh.add(word.toString('hex'))
    return tokens.map((own) => {
      const repeats = own.some((token) => !fresh.has(token.toString('hex')))
      // within a batch the first keeps what the database called new
      for (const token of own) fresh.delete(token.toString('hex'))
      return repeats
    })
  }

  /** For each row the one person it is about, among those the caller may see. */
  async known(rows: readonly RowMatches[]): Promise<(string | null)[]> {
    const tokens = rows.map((row) => this.#tokens(row))
    const found = await this.#caller.door<{ word: Buffer; person_id: string }>(
      'known_people',
      'select * from gate.known_people($1,$2)',
      [tokens.flat()],
    )
    const people = new Map<string, string>()
    for (const { word, person_id } of found) people.set(word.toString('hex'), person_id)
    return tokens.map((own) => own.map((token) => people.get(token.toString('hex'))).find(Boolean) ?? null)
  }

  /**
   * For each row the channels on which one of its addresses is suppressed.
   * @param before marks that are kept in the same commit, or in the one before
   */
  async suppressed(rows: readonly Compared[], before: readonly Marks[] = []): Promise<Set<string>[]> {
    const tokens = rows.map((row) => this.#suppressions(row))
    const found = await this.#caller.door<{ word: Buffer; channel: string }>(
      'suppressed',
      'select * from gate.suppressed($1,$2)',
      [tokens.flat()],
    )
    const channels = new Map<string, string[]>()
    for (const { word, channel } of found)
      channels.set(word.toString('hex'), [...(channels.get(word.toString('hex')) ?? []), channel])
    return tokens.map((own) => {
      const words = own.map((token) => token.toString('hex'))
      return new Set(
        words.flatMap((word) => [
          ...(channels.get(word) ?? []),
          ...before.flatMap((marks) => [...(marks.get(word) ?? [])]),
        ]),
      )
    })
  }

  /** What rows say no to, as marks of their addresses, further ones among them. */
  marksOf(said: readonly (Compared & { readonly channels: readonly string[] })[]): Marks {
    const marks = new Map<string, Set<string>>()
    for (const { channels, ...row } of said)
      for (const token of this.#suppressions(row)) {
        const word = token.toString('hex')
        marks.set(word, new Set([...(marks.get(word) ?? []), ...channels]))
      }
    return marks
  }

  /** Keeps marks. */
  async suppress(marks: Marks): Promise<void> {
    const pairs = [...marks].flatMap(([word, channels]) =>
      [...channels].map((channel) => ({ word, channel })),
    )
    if (pairs.length === 0) return
    await this.#caller.door('suppress', "select gate.suppress($1,$2,$3,'import')", [
      pairs.map(({ word }) => Buffer.from(word, 'hex')),
      pairs.map(({ channel }) => channel),
    ])
  }

  /** The batch's counts and report, in the transaction of its people. Throws `version_conflict` when it was cancelled. */
  async noteBatch(
    id: string,
    keyId: string,
    number: number,
    counts: BatchCounts,
    report: unknown,
  ): Promise<void> {
    const sealed = await this.#seal(id, keyId, 'report', number, report)
    await this.#caller.door(
      'note_batch',
      'select gate.note_batch($1,$2::uuid,$3,$4,$5,$6,$7,$8,$9,$10,$11)',
      [
        id,
        number,
        counts.rows,
        counts.imported,
        counts.updated,
        counts.duplicates,
        counts.suppressed,
        counts.rejected,
        counts.remarked,
        sealed,
      ],
    )
  }

  /** Turns its state; false when it has ended already. */
  async turn(
    id: string,
    state: ImportRecord['state'],
    problem: string | null = null,
    total: number | null = null,
  ): Promise<boolean> {
    const [row] = await this.#caller.door<{ done: boolean }>(
      'turn_import',
      'select gate.turn_import($1,$2::uuid,$3,$4,$5) as done',
      [id, state, problem, total],
    )
    return row!.done
  }

  /**
   * Asks that it be undone; asked again after its end, it goes over those who were left.
   * @throws Problem `not_found`, `import_not_undoable`
   */
  async askUndo(id: string): Promise<void> {
    await this.#caller.door('ask_undo', 'select gate.ask_undo($1,$2::uuid)', [id])
  }

  /** How far it is undone. Throws `not_found`. */
  async undoOf(id: string): Promise<UndoRecord> {
    const [row] = await this.#caller.door<
      Omit<UndoRecord, 'people' | 'would'> & { people: string; would: string | null }
    >('read_undo', 'select * from gate.read_undo($1,$2::uuid)', [id])
    if (!row) throw new Problem('not_found')
    return { ...row, people: Number(row.people), would: row.would === null ? null : Number(row.would) }
  }

  /**
   * Who of those whom it created stays, and why: only whom the purpose shows. A page may be short and have a next one.
   * @param after the last person of the page before
   */
  async leftOf(
    id: string,
    after: string | null,
    most: number,
  ): Promise<{ left: LeftPerson[]; next: string | null }> {
    const rows = await this.#caller.door<{
      person_id: string | null
      why: LeftPerson['why']
      up_to: string
      more: boolean
    }>('left_of_import', 'select * from gate.left_of_import($1,$2::uuid,$3::uuid,$4)', [id, after, most])
    const left = rows.flatMap(({ person_id: person, why }) => (person === null ? [] : [{ person, why }]))
    return { left, next: rows[0]?.more ? rows[0].up_to : null }
  }

  #tokens({ email, phone, customer_number }: RowMatches): Buffer[] {
    const { blind } = this.#caller.house
    const strong = [
      ...(email ? [blind.token(`email\0${email}`)] : []),
      ...(customer_number ? [blind.token(`customer_number\0${customer_number}`)] : []),
    ]
    return strong.length > 0 || !phone ? strong : [blind.token(`phone\0${phone}`)]
  }

  #suppressions({ matches: { email, phone }, alternates }: Compared): Buffer[] {
    const { blind } = this.#caller.house
    return [
      ...(email ? [blind.suppressionOf('email', email)] : []),
      ...(phone ? [blind.suppressionOf('phone', phone)] : []),
      ...alternates.email.map((other) => blind.suppression('email', other)),
      ...alternates.phone.map((other) => blind.suppression('phone', other)),
    ]
  }

  #seal(id: string, keyId: string, column: string, version: number, value: unknown): Promise<Buffer> {
    return this.#caller.house.keyring.with([keyId], (keyOf) => {
      const key = keyOf(keyId)
      if (!key) throw new Problem('keyring_unreachable')
      return sealBytes(Buffer.from(JSON.stringify(value), 'utf8'), place(id, keyId, column, version), key)
    })
  }
}

function place(id: string, keyId: string, column: string, version: number): Place {
  return { table: 'imports', column, row: id, version, keyId }
}

function opened(where: Place, sealed: Buffer, key: Buffer | undefined): unknown {
  const plain = key && new Sealed(where, sealed).openWith(key)
  return plain ? JSON.parse(plain.toString('utf8')) : null
}
