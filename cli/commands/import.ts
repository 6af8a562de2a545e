import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../../core/errors.ts'
import { importShape } from '../../features/imports/import-commands.ts'
import type { ImportOptions } from '../../features/imports/import-options.ts'
import { checkReading, type ReadingOptions } from '../../features/imports/reading-options.ts'
import { receiveFile, startImport } from '../../features/imports/start-import.ts'
import type { Caller } from '../../gate/command.ts'
import type { Gate } from '../../gate/gate.ts'
import { composed, type Subcommand, type Surroundings } from '../command-line.ts'

interface Options {
  staff?: string
  purpose: string
  source: string
  detail: string
  grant: string[]
  mapping?: string
  encoding?: string
  delimiter?: string
  header: boolean
  firstRow?: boolean
  dates?: string
  dryRun?: boolean
  json?: boolean
}

/** `goodfaith import FILE`: source and basis are stated before a row is read, as on the screens. */
export const importCommand: Subcommand = (program, around, done) => {
  program
    .command('import')
    .argument('<file>', 'CSV or vCard')
    .description('imports people from a file; prints what became of its rows')
    .requiredOption(
      '--source <kind>',
      'where it comes from: person, company, partner, public_register or migration',
    )
    .requiredOption('--detail <text>', 'which record that is, such as "the old CRM, exported on 3 May"')
    .requiredOption(
      '--grant <purpose:basis[:notice]...>',
      'on what ground people are kept, such as service.request:contract',
    )
    .option('--staff <email>', 'in whose name; the first who may name the purpose when left out')
    .option('--purpose <purpose>', 'what the import works for', 'service.request')
    .option('--mapping <json>', 'column to field; guessed when left out')
    .option('--encoding <name>', 'such as utf-8 or windows-1252; concluded when left out')
    .option('--delimiter <character>', 'between columns; concluded when left out')
    .option('--first-row', 'the first row names the columns; looked at when left out')
    .option('--no-header', 'the first row is data')
    .option('--dates <json>', 'column to dmy, mdy or ymd, for dates that can be read in two ways')
    .option('--dry-run', 'reports every row and stores nothing')
    .option('--json', 'prints JSON')
    .action(async (file: string, options: Options) => {
      const failed = await composed(around, ({ gate }) => run(gate, around, file, options))
      done(failed ? 1 : 0)
    })
}

async function run(gate: Gate, around: Surroundings, file: string, options: Options): Promise<boolean> {
  const caller = await whoImports(gate, options)
  const received = await receiveFile(gate, basename(file), createReadStream(file))
  const { id } = await startImport(gate, caller, options.purpose, received, statedBy(options))
  for (;;) {
    const [record] = await gate.run({ actor: caller, purpose: options.purpose }, (tx) => tx.imports.list(id))
    const shape = importShape(record!)
    if (process.stderr.isTTY) around.complain(`${shape.counts.rows} of ${shape.total ?? '?'} rows`)
    if (shape.state !== 'queued' && shape.state !== 'running') {
      if (options.json) around.print(JSON.stringify(shape))
      else {
        for (const [what, count] of Object.entries(shape.counts)) around.print(`${what}: ${count}`)
        if (shape.problem) around.complain(`The import failed: ${shape.problem}`)
      }
      return shape.state !== 'done'
    }
    await sleep(250)
  }
}

function statedBy({ source, detail, grant, mapping, dryRun, ...reading }: Options): ImportOptions {
  const { encoding, delimiter, header, firstRow, dates } = reading
  const how = {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(!header ? { header: false } : firstRow ? { header: true } : {}),
    ...(dates === undefined ? {} : { dates: readJson(dates, '--dates') }),
  }
  checkReading(how)
  const grants = grant.map((text) => {
    const [purpose = '', basis = '', notice] = text.split(':')
    return { purpose, basis, ...(notice ? { notice } : {}) }
  })
  return {
    ...(how as ReadingOptions),
    mapping: mapping === undefined ? 'guess' : readJson(mapping, '--mapping'),
    source: { kind: source, detail },
    grants,
    dry_run: dryRun === true,
  }
}

function readJson(text: string, name: string): Record<string, string | null> {
  try {
    return JSON.parse(text) as Record<string, string | null>
  } catch {
    throw new Problem('import_mapping_invalid', { detail: `${name} is not JSON` })
  }
}

async function whoImports(gate: Gate, { staff, purpose }: Options): Promise<Caller> {
  const roles = (await gate.registered()).purposes.find(({ id }) => id === purpose)?.roles
  if (!roles) throw new Problem('purpose_unknown')
  const members = (await gate.staff.members()).filter(({ left_at }) => left_at === null)
  const member = staff
    ? await gate.staff.byAddress(staff)
    : members.find((each) => each.roles.some((role) => roles.includes(role)))
  if (!member) throw new Problem('not_found', { detail: 'nobody of the staff may import for this purpose' })
  return { kind: 'staff', id: member.id, roles: member.roles }
}
