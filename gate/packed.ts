/**
 * Rows as one value in PostgreSQL's binary form: an array of records (`array_send`, `record_send`). The driver makes a
 * string of every column of every row; of a page of people this takes longer than to open them.
 */

/** The statement that gives all rows of a call as one value named `packed`, null when there is none. */
export function packed(call: string): string {
  return `select array_send(array_agg(r)) as packed from ${call} r`
}

/** Types by their object identifiers, as pg_type.dat fixes them. */
const BOOL = 16
const BYTEA = 17
const INT8 = 20
const INT4 = 23
const TEXT = 25
const TIMESTAMPTZ = 1184
const UUID = 2950
/** The first moment of 2000 in milliseconds since 1970: timestamps count microseconds from it. */
const EPOCH = Date.UTC(2000, 0, 1)

/**
 * Rows with these columns, in the order in which the call returns them. Bytes are views of the value.
 * RangeError for a type that no door returns so, or when the columns are not as many as the names.
 */
export function unpack<Row>(
  value: Buffer | null | undefined,
  columns: readonly (keyof Row & string)[],
): Row[] {
  if (!value) return []
  const rows: Row[] = []
  // dimensions, flags, element type, then count and lower bound of the one dimension
  const count = value.readInt32BE(12)
  let at = 20
  for (let row = 0; row < count; row++) {
    const width = value.readInt32BE(at + 4)
    if (width !== columns.length) throw new RangeError(`a row of ${width} columns, ${columns.length} named`)
    at += 8
    const read: Record<string, unknown> = {}
    for (let column = 0; column < width; column++) {
      const type = value.readInt32BE(at)
      const length = value.readInt32BE(at + 4)
      at += 8
      read[columns[column]!] = length < 0 ? null : valueAt(value, type, at, length)
      at += Math.max(length, 0)
    }
    rows.push(read as Row)
  }
  return rows
}

function valueAt(from: Buffer, type: number, at: number, length: number): unknown {
  switch (type) {
    case UUID:
      return uuidAt(from, at)
    case TEXT:
      return from.toString('utf8', at, at + length)
    case BYTEA:
      return from.subarray(at, at + length)
    case INT4:
      return from.readInt32BE(at)
    case INT8:
      return from.readBigInt64BE(at).toString()
    case TIMESTAMPTZ:
      return momentAt(from, at)
    case BOOL:
      return from[at] === 1
    default:
      throw new RangeError(`no door returns type ${type} in packed rows`)
  }
}

/** To the millisecond; infinity is a date without a value, as the driver has it for neither. */
function momentAt(from: Buffer, at: number): Date {
  const micros = from.readInt32BE(at) * 2 ** 32 + from.readUInt32BE(at + 4)
  return new Date(EPOCH + Math.floor(micros / 1000))
}

function uuidAt(from: Buffer, at: number): string {
  const hex = from.toString('hex', at, at + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
