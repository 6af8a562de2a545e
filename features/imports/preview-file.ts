import { cleanCell } from './clean-cell.ts'
import { openFile } from './open-file.ts'
import { surveyFile } from './survey-file.ts'

export interface Preview {
  readonly kind: string
  readonly encoding: string
  readonly delimiter: string | null
  readonly rows_seen: number
  readonly columns: readonly {
    readonly column: string
    readonly field: string | null
    readonly sure: boolean
    readonly why: string
    readonly samples: readonly string[]
  }[]
}

const SAMPLES = 3

/** Reads a file through without keeping any of it: its columns with a guess for each, and some values to look at. */
export async function previewFile(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Preview> {
  const survey = await surveyFile(await openFile(bytes, name))
  return {
    kind: survey.detection.kind,
    encoding: survey.encoding,
    delimiter: survey.detection.delimiter ?? null,
    rows_seen: survey.rows,
    columns: survey.columns.map(({ column, field, sure, why }, at) => ({
      column,
      field,
      sure,
      why,
      samples: survey.sample
        .map((row) => cleanCell(row.cells[at] ?? '').text)
        .filter((text) => text !== '')
        .slice(0, SAMPLES),
    })),
  }
}
