import { maskText } from '../../core/interceptor.ts'
import { cleanCell } from './clean-cell.ts'
import { openFile } from './open-file.ts'
import { readDate, type DateConclusion, type DateOrder } from './read-dates.ts'
import { statedOf, type ReadingOptions } from './reading-options.ts'
import { surveyFile } from './survey-file.ts'

/** How the dates of a column are read, and what comes of those that are shown. */
export interface DatesPreview {
  /** Null where they can be read in two ways: whoever imports has to say. */
  readonly order: DateOrder | null
  readonly from: DateConclusion['from']
  /** The samples as days, `YYYY-MM-DD`; null for what is no date, or can be read in two ways. */
  readonly read: readonly (string | null)[]
}

export interface Preview {
  readonly kind: string
  readonly encoding: string
  /** False where another encoding fits as well. */
  readonly encoding_sure: boolean
  readonly delimiter: string | null
  /** Whether the first row was taken as names of columns. */
  readonly header: boolean
  readonly rows_seen: number
  readonly columns: readonly {
    readonly column: string
    readonly field: string | null
    readonly sure: boolean
    readonly why: string
    readonly samples: readonly string[]
    readonly dates: DatesPreview | null
  }[]
}

const SAMPLES = 3

/**
 * Reads a file through without keeping any of it: its columns with a guess for each, how it was read, and some values to
 * look at.
 * @param stated how it is to be read, where that is not to be concluded
 */
export async function previewFile(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  stated: ReadingOptions = {},
): Promise<Preview> {
  const survey = await surveyFile(await openFile(bytes, name, statedOf(stated)), stated)
  const isTable = survey.detection.kind === 'csv'
  return {
    kind: survey.detection.kind,
    encoding: survey.encoding,
    encoding_sure: survey.detection.encodingSure,
    delimiter: isTable ? survey.detection.delimiter : null,
    header: isTable && !survey.headerless,
    rows_seen: survey.rows,
    columns: survey.columns.map(({ column, field, sure, why }, at) => {
      const samples = survey.sample
        .map((row) => cleanCell(row.cells[at] ?? '').text)
        .filter((text) => text !== '')
        .slice(0, SAMPLES)
        .map(maskText)
      const dates = survey.dates.get(column)
      return { column, field, sure, why, samples, dates: dates ? previewDates(dates, samples) : null }
    }),
  }
}

function previewDates({ order, orders, from }: DateConclusion, samples: readonly string[]): DatesPreview {
  const today = new Date().toISOString().slice(0, 10)
  return {
    order: order === 'ambiguous' ? null : order,
    from,
    read: samples.map((text) => {
      const read = readDate(text, { orders, earliest: '1900-01-01', latest: today })
      return typeof read === 'string' ? null : read.date
    }),
  }
}
