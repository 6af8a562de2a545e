import { call } from '../../api.ts'
import { asGrant } from '../../grants/draft.ts'
import { asSource } from '../../people/source-fields.tsx'
import type { Import, Preview } from '../../shapes.ts'
import type { Plan, Reading } from './plan.ts'

/** More is not sent to be looked at: how a file is read shows in its beginning. */
const LOOKED_AT = 16 * 2 ** 20

/** Lets the server look at the beginning of the file and guess what its columns are. Nothing is stored. */
export function preview(file: File, reading: Reading, purpose: string | undefined): Promise<Preview> {
  const body = new FormData()
  body.append('options', JSON.stringify(reading))
  body.append('file', file.slice(0, LOOKED_AT), file.name)
  return call<Preview>('/imports/preview', { method: 'POST', purpose, body })
}

interface Sending {
  readonly dry: boolean
  readonly purpose: string | undefined
  readonly once?: string
}

/** Starts the import, or a trial of it that stores nobody. */
export function startImport(plan: Plan, { dry, purpose, once }: Sending): Promise<Import> {
  const body = new FormData()
  const options = {
    ...plan.reading,
    mapping: plan.mapping ?? 'guess',
    source: asSource(plan.stated),
    grants: plan.drafts.map(asGrant),
    dry_run: dry,
  }
  // The options come before the file, so that the source is known before a row is read.
  body.append('options', JSON.stringify(options))
  if (plan.file) body.append('file', plan.file)
  return call<Import>('/imports', { method: 'POST', purpose, body, once })
}
