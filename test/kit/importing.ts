import type { Caller } from '../../gate/command.ts'
import { importShape } from '../../features/imports/import-commands.ts'
import type { ImportOptions } from '../../features/imports/import-options.ts'
import type { ReportRow } from '../../features/imports/run-batch.ts'
import { receiveFile, startImport } from '../../features/imports/start-import.ts'
import type { TestHouse } from './house.ts'

export const SERVICE = 'service.request'
export const CONTRACT = { purpose: SERVICE, basis: 'contract', evidence: { kind: 'contract' } }
export const FROM = { kind: 'migration', detail: 'the old system' }

export async function* bytesOf(text: string | Buffer) {
  yield Buffer.from(text)
}

/** Imports whole files into a house, as someone of its staff. */
export function importer(house: TestHouse, caller: Caller) {
  const errand = { actor: caller, purpose: SERVICE }

  async function recordOf(id: string) {
    const [record] = await house.gate.run(errand, (tx) => tx.imports.list(id))
    return record!
  }

  async function reportOf(id: string): Promise<ReportRow[]> {
    const { key_id } = await recordOf(id)
    const batches = await house.gate.run(errand, (tx) => tx.imports.report(id, key_id!, 0, 1000))
    return batches.flatMap(({ rows }) => rows as ReportRow[])
  }

  async function start(text: string | Buffer, rest: Partial<ImportOptions> = {}, name = 'people.csv') {
    const options: ImportOptions = { mapping: 'guess', source: FROM, grants: [CONTRACT], ...rest }
    const received = await receiveFile(house.gate, name, bytesOf(text))
    return startImport(house.gate, caller, SERVICE, received, options)
  }

  async function importFile(...given: Parameters<typeof start>) {
    const { id } = await start(...given)
    for (;;) {
      const record = await recordOf(id)
      if (!['queued', 'running'].includes(record.state))
        return { ...importShape(record), report: await reportOf(id) }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  return { start, importFile, recordOf, reportOf }
}
