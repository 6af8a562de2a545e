import { underAge } from '../../core/consent-age.ts'
import type { FieldName } from '../../core/fields.ts'
import { readInstant } from '../../core/retention.ts'
import type { Source } from '../../core/sources.ts'
import type { Transaction } from '../../gate/gate.ts'
import { newId } from '../../gate/bytes.ts'
import type { BatchCounts, Marks } from '../../gate/imports.ts'
import type { NewGrant, NewPerson } from '../../gate/seal-person.ts'
import type { BatchTurn } from './batch-turns.ts'
import type { ConcludedRow } from './conclude-row.ts'
import { grantsFor, type ImportOptions } from './import-options.ts'
import type { ReportCode, RowProblem } from './report-codes.ts'

export type Outcome = 'imported' | 'updated' | 'duplicate' | 'suppressed' | 'rejected'

/** One line of the report: what became of a row, and what was left out of it. */
export interface ReportRow {
  readonly row: number
  readonly line: number
  readonly outcome: Outcome
  readonly problems: readonly RowProblem[]
}

export interface BatchSetting {
  readonly importId: string
  readonly staff: string
  readonly options: ImportOptions
  readonly source: Source
  /** A dry run writes nothing and asks nothing about people who are not visible. */
  readonly dry: boolean
}

interface Planned {
  readonly report: ReportRow
  readonly person?: NewPerson
  readonly update?: string
}

/** What the batches of an import hand on to each other. */
export interface HandedOn {
  /** What the batch before says no to: it may not be in yet when the next is compared. */
  said: Marks
}

/**
 * One batch of rows in one transaction: who is new, who is known, who asked never to be brought back. Rows that repeat
 * an earlier one of the file are told by the file alone, whoever is held.
 * @returns the report's lines and what they add up to
 */
export async function runBatch(
  tx: Transaction,
  rows: readonly ConcludedRow[],
  setting: BatchSetting,
  handed: HandedOn,
  turn: BatchTurn,
): Promise<{ report: ReportRow[]; counts: BatchCounts }> {
  const { imports } = tx
  const matches = rows.map((row) => row.matches)
  await turn.toCompare
  const repeated = await imports.seenBefore(setting.importId, matches)
  const said = imports.marksOf(
    rows
      .filter(({ optOuts }) => optOuts.length > 0)
      .map((row) => ({ ...row, channels: marketingChannels(row) })),
  )
  const before = handed.said
  handed.said = said
  turn.compared()
  const known = await imports.known(matches)
  const suppressed = setting.dry
    ? rows.map(() => new Set<string>())
    : await imports.suppressed(rows, [before, said])
  const grants = grantsOnce(tx, setting)
  const planned = rows.map((row, i) => plan(grants, row, setting, repeated[i]!, known[i]!, suppressed[i]!))
  if (!setting.dry) {
    const people = planned.flatMap(({ person }) => person ?? [])
    if (people.length > 0) await tx.people.create(people, setting.importId, turn.toWrite)
  }
  await turn.toWrite
  if (!setting.dry) await imports.suppress(said)
  const report: ReportRow[] = []
  for (const [i, each] of planned.entries()) {
    const added = each.update !== undefined && (await complete(tx, each.update, rows[i]!, setting))
    report.push(added ? { ...each.report, outcome: 'updated' } : each.report)
  }
  return { report, counts: count(report) }
}

/** The grants of an import, admitted once for those of age and once for the young; each person gets their own ids. */
function grantsOnce(tx: Transaction, setting: BatchSetting): (young: boolean) => NewGrant[] {
  const admitted = new Map<boolean, NewGrant[]>()
  return (young) => {
    let grants = admitted.get(young)
    if (!grants) {
      const options = young
        ? {
            ...setting.options,
            grants: setting.options.grants.filter((g) => g.basis !== 'consent' || g.guardian === true),
          }
        : setting.options
      admitted.set(young, (grants = grantsFor(options, tx.registered, setting.staff, young)))
    }
    return grants.map((grant) => ({ ...grant, id: newId() }))
  }
}

function plan(
  grantsFor: (young: boolean) => NewGrant[],
  row: ConcludedRow,
  setting: BatchSetting,
  repeated: boolean,
  known: string | null,
  suppressed: ReadonlySet<string>,
): Planned {
  const line = (outcome: Outcome, ...more: ReportCode[]): ReportRow => ({
    row: row.row,
    line: row.line,
    outcome,
    problems: [...row.problems, ...more.map((code) => ({ column: null, code }))],
  })
  if (row.outcome === 'rejected') return { report: line('rejected') }
  if (repeated) return { report: line('duplicate', 'row_repeats_an_earlier_one') }
  if (suppressed.has('all')) return { report: line('suppressed', 'suppressed') }
  if (known) return { report: line('duplicate'), update: known }
  const { grants, left } = grantsOf(grantsFor, row, setting, suppressed)
  // who left, and who has said no to all that the file claims, are told as one: an importer learns of neither
  if (grants.length === 0 && left.includes('choice_left_out_they_said_no'))
    return { report: line('suppressed', 'suppressed') }
  if (grants.length === 0) return { report: line('suppressed', ...left) }
  const collected = row.collectedAt === null ? setting.source.collected_at : readInstant(row.collectedAt)
  const source = { ...setting.source, collected_at: collected, detail: detailOf(row, setting) }
  return { report: line('imported', ...left), person: { fields: withSecrets(row), source, grants } }
}

/** The fields as they were concluded, or with what goes to the vault beside them. */
function withSecrets({ person, secrets }: ConcludedRow): NewPerson['fields'] {
  return Object.keys(secrets).length === 0 ? person.fields : { ...person.fields, ...secrets }
}

/** A person's grants without those for channels on which they said no, and without what a guardian would have to give. */
function grantsOf(
  grantsFor: (young: boolean) => NewGrant[],
  row: ConcludedRow,
  setting: BatchSetting,
  suppressed: ReadonlySet<string>,
): { grants: NewGrant[]; left: ReportCode[] } {
  const { birth_date, country } = row.person.fields
  const young = birth_date !== undefined && underAge(birth_date, country ?? null, Date.now())
  const no = new Set([...suppressed, ...marketingChannels(row)])
  const all = grantsFor(young)
  const grants = all.filter(
    ({ purpose }) => !no.has(purpose.startsWith('marketing.') ? purpose.slice('marketing.'.length) : ''),
  )
  const saidNo: ReportCode[] = grants.length < all.length ? ['choice_left_out_they_said_no'] : []
  const tooYoung = young && all.length < setting.options.grants.length
  const left: ReportCode[] = [...saidNo, ...(tooYoung ? (['choice_left_out_guardian_needed'] as const) : [])]
  return { grants, left }
}

/** "All" is every channel by which one is reached; the person may still be kept for what they asked for. */
function marketingChannels(row: ConcludedRow): string[] {
  return row.optOuts.includes('all') ? ['email', 'sms', 'phone', 'post'] : [...row.optOuts]
}

/** The old system's word stays a claim, beside the values it came with. */
function detailOf(row: ConcludedRow, { source }: BatchSetting): string {
  const claims = row.claims.map((claim) =>
    claim.kind === 'basis' ? `ground claimed: ${claim.words}` : `consent claimed at ${claim.at}`,
  )
  return [`${source.detail}, row ${row.row}`, ...claims].join('; ').slice(0, 500)
}

/** Fills what a known person does not have yet; nothing is overwritten by a file. */
async function complete(
  tx: Transaction,
  id: string,
  row: ConcludedRow,
  setting: BatchSetting,
): Promise<boolean> {
  if (setting.dry) return false
  const names = Object.keys(row.person.fields) as FieldName[]
  const held = await tx.people.byId(id, names)
  const missing = names.filter(
    (name) => held.fields[name] === undefined && (name !== 'country' || held.country === null),
  )
  // a number that is there already is not kept twice
  const secrets = tx.purpose.opens.includes('vault') ? row.secrets : {}
  if (missing.length === 0 && Object.keys(secrets).length === 0) return false
  const fields = {
    ...Object.fromEntries(missing.map((name) => [name, row.person.fields[name]!])),
    ...secrets,
  }
  await tx.people.change(id, fields, { ...setting.source, detail: detailOf(row, setting) })
  return true
}

function count(report: readonly ReportRow[]): BatchCounts {
  const of = (outcome: Outcome) => report.filter((row) => row.outcome === outcome).length
  return {
    rows: report.length,
    imported: of('imported'),
    updated: of('updated'),
    duplicates: of('duplicate'),
    suppressed: of('suppressed'),
    rejected: of('rejected'),
    remarked: report.filter(({ outcome, problems }) => cameIn(outcome) && problems.length > 0).length,
  }
}

function cameIn(outcome: Outcome): boolean {
  return outcome === 'imported' || outcome === 'updated'
}
