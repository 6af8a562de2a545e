import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { command } from '../../gate/command.ts'
import type { ImportRecord } from '../../gate/imports.ts'
import { REPORT_CODES, type ReportCode } from './report-codes.ts'
import type { ReportRow } from './run-batch.ts'
import type { Described } from './run-import.ts'

const Id = Type.String({ format: 'uuid' })
const OrNull = Type.Union([Type.String(), Type.Null()])

export const Import = Type.Object({
  id: Id,
  state: Type.String(),
  file: OrNull,
  dry_run: Type.Boolean(),
  problem: OrNull,
  total: Type.Union([Type.Integer(), Type.Null()]),
  counts: Type.Object({
    rows: Type.Integer(),
    imported: Type.Integer(),
    updated: Type.Integer(),
    duplicates: Type.Integer(),
    suppressed: Type.Integer(),
    rejected: Type.Integer(),
  }),
  /** Rows that somebody should look at: those that did not come in, and those that did with a remark. */
  to_look_at: Type.Integer(),
  created_at: Type.String(),
  ended_at: OrNull,
})

/** An import as the outside sees it (contract, "Shapes"). */
export function importShape(record: ImportRecord & { described: unknown }): Static<typeof Import> {
  const { rows_read: rows, imported, updated, duplicates, suppressed, rejected } = record
  return {
    id: record.import_id,
    state: record.state,
    file: (record.described as Described | null)?.file ?? null,
    dry_run: record.dry_run,
    problem: record.problem,
    total: record.total,
    counts: { rows, imported, updated, duplicates, suppressed, rejected },
    to_look_at: duplicates + suppressed + rejected + record.remarked,
    created_at: record.created_at.toISOString(),
    ended_at: record.ended_at?.toISOString() ?? null,
  }
}

const purpose = 'analytics.aggregate'

/** Imports of whoever asks; of everyone for an administrator or the privacy officer. */
export const listImports = command({
  name: 'imports.list',
  summary: 'Imports, the newest first, with how far each is',
  http: { method: 'GET', path: '/imports' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Import) }),
  mode: 'house',
  async run(gate, caller) {
    const records = await gate.run({ actor: caller, purpose }, (tx) => tx.imports.list())
    return { items: records.map(importShape) }
  },
})

export const readImport = command({
  name: 'imports.read',
  summary: 'One import: its state, and what became of its rows so far',
  http: { method: 'GET', path: '/imports/{id}' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Import,
  mode: 'house',
  async run(gate, caller, { id }) {
    const [record] = await gate.run({ actor: caller, purpose }, (tx) => tx.imports.list(id))
    if (!record) throw new Problem('not_found')
    return importShape(record)
  },
})

/** The report, row by row; it names row, column and code, and never a value. */
export const readReport = command({
  name: 'imports.report',
  summary: 'What became of each row, and what was left out of it and why',
  http: { method: 'GET', path: '/imports/{id}/report' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id, cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })) }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        row: Type.Integer(),
        line: Type.Integer(),
        outcome: Type.String(),
        problems: Type.Array(Type.Object({ column: OrNull, code: Type.String(), says: OrNull })),
      }),
    ),
    next: OrNull,
  }),
  mode: 'house',
  async run(gate, caller, { id, cursor = '0' }) {
    return gate.run({ actor: caller, purpose }, async (tx) => {
      const [record] = await tx.imports.list(id)
      if (!record?.key_id) throw new Problem('not_found')
      const batches = await tx.imports.report(id, record.key_id, Number(cursor), 2)
      const items = batches.slice(0, 1).flatMap(({ rows }) =>
        ((rows ?? []) as ReportRow[]).map((row) => ({
          row: row.row,
          line: row.line,
          outcome: row.outcome,
          problems: row.problems.map(({ column, code }) => ({ column, code, says: saysOf(code) })),
        })),
      )
      return { items, next: batches.length > 1 ? String(batches[0]!.batch) : null }
    })
  },
})

export const cancelImport = command({
  name: 'imports.cancel',
  summary: 'Stop an import; what it has imported until then stays and is in its report',
  http: { method: 'DELETE', path: '/imports/{id}' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Import,
  mode: 'house',
  async run(gate, caller, { id }) {
    const record = await gate.run({ actor: caller, purpose }, async (tx) => {
      if (!(await tx.imports.turn(id, 'cancelled'))) throw new Problem('import_not_cancellable')
      return (await tx.imports.list(id))[0]
    })
    if (!record) throw new Problem('not_found')
    return importShape(record)
  },
})

function saysOf(code: string): string | null {
  return Object.hasOwn(REPORT_CODES, code) ? REPORT_CODES[code as ReportCode].says : null
}
