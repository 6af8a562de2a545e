import { Problem } from '../../core/errors.ts'
import type { Gate } from '../../gate/gate.ts'
import type { ImportRecord } from '../../gate/imports.ts'
import type { Actor } from '../../gate/token.ts'
import { BatchTurns } from './batch-turns.ts'
import { checkMapping, type Mapping } from './check-mapping.ts'
import { concludeRow, planRow, type ConcludedRow } from './conclude-row.ts'
import { checkOptions, type ImportOptions } from './import-options.ts'
import { openFile } from './open-file.ts'
import { runBatch, type BatchSetting, type HandedOn } from './run-batch.ts'
import { statedOf } from './reading-options.ts'
import { surveyFile, type Survey } from './survey-file.ts'

/** What is sealed with an import's record. */
export interface Described {
  readonly file: string
  readonly options: ImportOptions
}

/** What this process runs: two at once would only do the same work twice. */
const running = new Set<string>()

/** Rows in one transaction: enough to share a commit, few enough that a cancel is heard soon. */
const BATCH = 500
/** While one batch is being written, the next is compared and sealed. */
const AT_ONCE = 2
/** What goes away by itself: the import stays open, and is gone on with within a minute. */
const PASSING: readonly string[] = [
  ...['database_unreachable', 'keyring_unreachable', 'ledger_unreachable', 'storage_full'],
]

/**
 * Runs an import to its end, or goes on with one that was killed: whole batches are there or not at all, and the
 * record says how many. Errors end it as failed, with their code; what was imported until then stays and is reported.
 */
export async function runImport(gate: Gate, record: ImportRecord & { described: unknown }): Promise<void> {
  const actor: Actor = { kind: 'staff', id: record.staff_id }
  const errand = { actor, purpose: record.purpose }
  const turn = (state: ImportRecord['state'], problem: string | null = null, total: number | null = null) =>
    gate.run(errand, (tx) => tx.imports.turn(record.import_id, state, problem, total))
  running.add(record.import_id)
  try {
    if (!record.key_id || !record.described) throw new Problem('import_file_unreadable')
    const described = record.described as Described
    const open = () =>
      openFile(
        gate.uploads.read(record.import_id, record.key_id!),
        described.file,
        statedOf(described.options),
      )
    const survey = await surveyFile(await open(), described.options)
    if (await turn('running', null, survey.rows)) {
      await readRows(gate, record, described, survey, await open())
      await turn('done')
    }
  } catch (error) {
    // it was cancelled, or another process goes on with it and needs the file
    if (error instanceof Problem && error.code === 'version_conflict') {
      if (!(await isOpen(gate, record))) gate.uploads.remove(record.import_id)
      return
    }
    if (error instanceof Problem && PASSING.includes(error.code)) return
    await turn('failed', error instanceof Problem ? error.code : 'internal').catch(() => undefined)
    if (!(error instanceof Problem)) throw error
  } finally {
    running.delete(record.import_id)
  }
  gate.uploads.remove(record.import_id)
}

async function readRows(
  gate: Gate,
  record: ImportRecord,
  { options }: Described,
  survey: Survey,
  file: Awaited<ReturnType<typeof openFile>>,
): Promise<void> {
  const errand = { actor: { kind: 'staff', id: record.staff_id } as const, purpose: record.purpose }
  const registered = await gate.registered()
  const setting: BatchSetting = {
    importId: record.import_id,
    staff: record.staff_id,
    options,
    source: checkOptions(options, registered, record.staff_id),
    dry: record.dry_run,
  }
  const columns = survey.columns.map(({ column }) => column)
  const plan = planRow(columns, mappingOf(options, survey), survey.dates)
  const context = {
    today: new Date().toISOString().slice(0, 10),
    ...(registered.organisation ? { country: registered.organisation.country } : {}),
  }
  const turns = new BatchTurns(AT_ONCE)
  const handed: HandedOn = { said: new Map() }
  let number = record.batches
  let skip = record.rows_read
  let batch: ConcludedRow[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const rows = batch
    const mine = (number += 1)
    batch = []
    await turns.begin((turn) =>
      gate.run(errand, async (tx) => {
        const { report, counts } = await runBatch(tx, rows, setting, handed, turn)
        await tx.imports.noteBatch(record.import_id, record.key_id!, mine, counts, report)
      }),
    )
  }
  try {
    for await (const row of file.rows) {
      if (skip > 0) {
        skip -= 1
        continue
      }
      batch.push(concludeRow(row, plan, context))
      if (batch.length >= BATCH) await flush()
    }
    await flush()
  } finally {
    await turns.end()
  }
}

/** The mapping that was sent, checked; or the guess. */
export function mappingOf({ mapping }: Pick<ImportOptions, 'mapping'>, survey: Survey): Mapping {
  const columns = survey.columns.map(({ column }) => column)
  if (mapping !== 'guess') return checkMapping(mapping, columns)
  return checkMapping(Object.fromEntries(survey.columns.map(({ column, field }) => [column, field])), columns)
}

async function isOpen(gate: Gate, { import_id }: ImportRecord): Promise<boolean> {
  return (await gate.openImports()).some((open) => open.import_id === import_id)
}

/** Goes on with every import of this database that is not at its end and that this process does not run already. */
export async function goOnWithImports(gate: Gate): Promise<void> {
  const records = await gate.openImports()
  for (const record of records) if (!running.has(record.import_id)) await runImport(gate, record)
}
