import { Type, type Static } from 'typebox'
import { Problem } from '../../core/errors.ts'
import { command, type Caller } from '../../gate/command.ts'
import type { Gate } from '../../gate/gate.ts'
import type { ImportRecord, LeftPerson } from '../../gate/imports.ts'
import type { Job } from '../../gate/jobs.ts'

/** The job that carries an undo out; its subject is the import. */
export const UNDO_JOB = 'undo_import'

const Id = Type.String({ format: 'uuid' })
const OrNull = Type.Union([Type.String(), Type.Null()])

/** Why people stay, in words for whoever imported. What others did is not told apart. */
const SAYS: Readonly<Record<LeftPerson['why'], string>> = {
  changed: 'Something was changed or added since.',
  choices: 'A choice was recorded, checked or withdrawn since.',
  law: 'A law keeps what was said of a contract; a privacy officer who did not import can undo it.',
  since: 'Somebody has looked at them or written to them since, or they did something themselves.',
}

const Undo = Type.Object({
  import: Id,
  state: Type.String(),
  asked_at: OrNull,
  ended_at: OrNull,
  counts: Type.Object({
    /** Destroyed by undoing it. */
    undone: Type.Integer(),
    /** Those whom it created and whom it was not undone for, whether they are here or have left since. */
    people: Type.Integer(),
    /** Of these, who would go now; null where they are too many to tell at once. */
    would: Type.Union([Type.Integer(), Type.Null()]),
    /** People who were here before it and got something from it: they stay as they are. */
    updated: Type.Integer(),
  }),
  /** Who stays, and why: of the people whom the asker may see. */
  items: Type.Array(Type.Object({ person: Id, why: Type.String(), says: Type.String() })),
  next: OrNull,
})

const PAGE = 100

/**
 * Undoes an import that has ended. People whom it created and with whom nothing has happened since are erased, with
 * receipts; nothing keeps a corrected file from bringing them in. Everyone else stays and is listed with the reason.
 */
export const undoImport = command({
  name: 'imports.undo',
  summary: 'Undo an import: people whom it created, and with whom nothing has happened since, are destroyed',
  http: { method: 'POST', path: '/imports/{id}/undo', status: 202 },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Undo,
  mode: 'house',
  async run(gate, caller, { id }) {
    const record = await recordOf(gate, caller, id)
    await gate.run({ actor: caller, purpose: purposeOf(record, caller) }, async (tx) => {
      await tx.imports.askUndo(id)
      await tx.enqueue(UNDO_JOB, { subject: id })
    })
    return undoShape(gate, caller, record, null)
  },
})

export const readUndo = command({
  name: 'imports.read-undo',
  summary: 'How far an import is undone, how many it would take now, and who stays and why',
  http: { method: 'GET', path: '/imports/{id}/undo' },
  purpose: 'none',
  who: ['staff'],
  input: Type.Object({ id: Id, cursor: Type.Optional(Id) }),
  output: Undo,
  mode: 'house',
  run: async (gate, caller, { id, cursor = null }) =>
    undoShape(gate, caller, await recordOf(gate, caller, id), cursor),
})

/** Carries an undo out, or goes on with one that was killed. */
export async function undoJob(gate: Gate, { subject }: Job): Promise<void> {
  if (subject !== null) await gate.undos.carryOut(subject)
}

async function recordOf(gate: Gate, caller: Caller, id: string): Promise<ImportRecord> {
  const [record] = await gate.run({ actor: caller, purpose: 'analytics.aggregate' }, (tx) =>
    tx.imports.list(id),
  )
  if (!record) throw new Problem('not_found')
  return record
}

/** Whoever imported works for what they imported for; a privacy officer for people's rights. */
function purposeOf(record: ImportRecord, { id, roles }: Caller): string {
  return record.staff_id !== id && roles.includes('privacy_officer') ? 'rights.request' : record.purpose
}

async function undoShape(
  gate: Gate,
  caller: Caller,
  record: ImportRecord,
  cursor: string | null,
): Promise<Static<typeof Undo>> {
  const id = record.import_id
  const read = (purpose: string) =>
    gate.run({ actor: caller, purpose }, async (tx) => ({
      undo: await tx.imports.undoOf(id),
      page: await tx.imports.leftOf(id, cursor, PAGE),
    }))
  const { undo, page } = await read(purposeOf(record, caller)).catch((error: unknown) => {
    // an administrator follows it and sees nobody
    if (error instanceof Problem && error.code === 'purpose_not_for_role') return read('analytics.aggregate')
    throw error
  })
  const { state, asked_at, ended_at, undone, people, would } = undo
  return {
    import: id,
    state,
    asked_at: asked_at?.toISOString() ?? null,
    ended_at: ended_at?.toISOString() ?? null,
    counts: { undone, people, would, updated: record.updated },
    items: page.left.map(({ person, why }) => ({ person, why, says: SAYS[why] })),
    next: page.next,
  }
}
