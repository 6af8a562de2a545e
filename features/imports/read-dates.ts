import { parseWritten, type Separator, type WrittenDate, type WrittenTime } from './parse-date.ts'
import type { ReportCode } from './report-codes.ts'

/** Which of the numbers of a date is the day: 15.3.2024 is `dmy`, 3/15/2024 `mdy`. `ymd` leaves nothing to decide. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy'

export interface DateConclusion {
  /** `ambiguous`: the person who imports must say; values that can be read in two ways are left out until then. */
  readonly order: DateOrder | 'ambiguous'
  /** How to read the numbers around each separator; ISO dates and those with a month's name need none. */
  readonly orders: DateOrders
  /** Separators around which the order stays open, although there are values that need it. */
  readonly open: readonly Separator[]
  /** True where values prove both orders, so that no other column can help. */
  readonly mixed: boolean
  readonly from: 'values' | 'other_columns' | 'stated' | null
}

export type DateOrders = Partial<Record<Separator, 'dmy' | 'mdy'>>

interface Count {
  dmy: number
  mdy: number
  undecided: number
}

/** Gathers, value by value in constant memory, what the dates of a column prove about their order. */
export function createDateEvidence() {
  const seen: Record<Separator, Count> = { '/': none(), '-': none(), '.': none() }
  let dates = 0
  return {
    /** Takes one value of the column; what is no date proves nothing. */
    add(text: string): void {
      const written = parseWritten(text)
      if (written.kind === 'none') return
      dates += 1
      if (written.kind !== 'either') return
      const { first, second, separator } = written
      const [dmy, mdy] = [isDayAndMonth(first, second), isDayAndMonth(second, first)]
      if (dmy && mdy && first !== second) seen[separator].undecided += 1
      else if (dmy && !mdy) seen[separator].dmy += 1
      else if (mdy && !dmy) seen[separator].mdy += 1
    },
    /** Values seen so far that are dates. */
    dates: () => dates,
    conclude: () => conclude(seen),
  }
}

function none(): Count {
  return { dmy: 0, mdy: 0, undecided: 0 }
}

function isDayAndMonth(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

function conclude(seen: Record<Separator, Count>): DateConclusion {
  const orders: DateOrders = {}
  const open: Separator[] = []
  let [mixed, order, most]: [boolean, DateOrder, number] = [false, 'ymd', 0]
  for (const [separator, count] of Object.entries(seen) as [Separator, Count][]) {
    const contradicts = count.dmy > 0 && count.mdy > 0
    // nobody writes 3.15.2024: where dots separate, the day stands first
    const proven = count.mdy > 0 ? 'mdy' : count.dmy > 0 || separator === '.' ? 'dmy' : null
    if (proven !== null && !contradicts) orders[separator] = proven
    else if (count.undecided > 0) open.push(separator)
    mixed ||= contradicts
    const values = count.dmy + count.mdy + count.undecided
    if (values > most) [order, most] = [count.mdy > count.dmy ? 'mdy' : 'dmy', values]
  }
  const isOpen = open.length > 0
  return {
    order: isOpen ? 'ambiguous' : order,
    orders,
    open,
    mixed,
    from: isOpen || most === 0 ? null : 'values',
  }
}

/**
 * Lets the columns of a file that leave their order open take it from those that prove one for the same separator:
 * one program wrote them all. Where these disagree, or none proves anything, the column stays ambiguous.
 */
export function shareOrders(columns: ReadonlyMap<string, DateConclusion>): Map<string, DateConclusion> {
  const proven = new Map<Separator, Set<'dmy' | 'mdy'>>()
  for (const { orders, from } of columns.values()) {
    if (from !== 'values') continue
    for (const [separator, order] of Object.entries(orders) as [Separator, 'dmy' | 'mdy'][])
      proven.set(separator, (proven.get(separator) ?? new Set()).add(order))
  }
  return new Map([...columns].map(([column, conclusion]) => [column, borrow(conclusion, proven)]))
}

function borrow(
  conclusion: DateConclusion,
  proven: ReadonlyMap<Separator, ReadonlySet<'dmy' | 'mdy'>>,
): DateConclusion {
  const borrowed = conclusion.open.map((separator) => {
    const [order, ...others] = proven.get(separator) ?? []
    return others.length === 0 ? order : undefined
  })
  const [order] = borrowed
  if (conclusion.mixed || order === undefined || borrowed.includes(undefined)) return conclusion
  const entries = conclusion.open.map((separator, at) => [separator, borrowed[at]])
  const orders: DateOrders = { ...conclusion.orders, ...Object.fromEntries(entries) }
  return { order, orders, open: [], mixed: false, from: 'other_columns' }
}

/** What the person who imports states for a column, for every separator. */
export function stateOrder(order: DateOrder): DateConclusion {
  const orders: DateOrders = order === 'ymd' ? {} : { '/': order, '-': order, '.': order }
  return { order, orders, open: [], mixed: false, from: 'stated' }
}

export interface DateContext {
  readonly orders: DateOrders
  /** The first and the last day that can be meant, `YYYY-MM-DD`: for a year of two digits, whose century is open. */
  readonly earliest: string
  readonly latest: string
}

export interface ReadDate {
  /** `YYYY-MM-DD`, as written: an offset does not move it. */
  readonly date: string
  /** RFC 3339 in UTC; a time without offset is taken as UTC, a date without time as its midnight. */
  readonly at: string
}

/** Reads one date, or says by its code why it cannot be read. A null date of MySQL (0000-00-00) is `empty`. */
export function readDate(
  text: string,
  context: DateContext,
): ReadDate | ReportCode | 'date_malformed' | 'empty' {
  if (text.startsWith('0000-00-00')) return 'empty'
  const written = parseWritten(text)
  switch (written.kind) {
    case 'none':
      return 'date_malformed'
    case 'without_year':
      return 'date_without_year'
    case 'instant': {
      const at = new Date(written.milliseconds)
      return Number.isNaN(at.getTime())
        ? 'date_malformed'
        : { date: at.toISOString().slice(0, 10), at: at.toISOString() }
    }
    case 'day':
      return calendarDay(written.year, written.month, written.day, written.time)
    case 'named':
      return withCentury(written, written.day, written.month, context)
    case 'either':
      return decide(written, context)
  }
}

function decide(written: WrittenDate & { kind: 'either' }, context: DateContext) {
  const { first, second } = written
  const [dmy, mdy] = [isDayAndMonth(first, second), isDayAndMonth(second, first)]
  if (!dmy && !mdy) return 'date_malformed'
  // what only one order can mean is read so, whatever the column's other values say
  const order = dmy && mdy && first !== second ? context.orders[written.separator] : dmy ? 'dmy' : 'mdy'
  if (order === undefined) return 'date_ambiguous'
  return order === 'dmy'
    ? withCentury(written, first, second, context)
    : withCentury(written, second, first, context)
}

/** A year of two digits is read where only one century makes it a day that can be meant. */
function withCentury(
  written: WrittenDate & { kind: 'either' | 'named' },
  day: number,
  month: number,
  { earliest, latest }: DateContext,
) {
  if (!written.shortYear) return calendarDay(written.year, month, day, written.time)
  const days = [1900, 2000, 2100]
    .map((century) => calendarDay(century + written.year, month, day, written.time))
    .filter((found) => typeof found !== 'string')
    .filter(({ date }) => date >= earliest && date <= latest)
  const [only, ...others] = days
  if (only === undefined) return 'date_malformed'
  return others.length === 0 ? only : 'date_ambiguous'
}

function calendarDay(
  year: number,
  month: number,
  day: number,
  time: WrittenTime,
): ReadDate | 'date_malformed' {
  const midnight = new Date(Date.UTC(year, month - 1, day))
  const exists =
    midnight.getUTCFullYear() === year &&
    midnight.getUTCMonth() === month - 1 &&
    midnight.getUTCDate() === day
  if (!exists || year < 1800 || year > 2200) return 'date_malformed'
  const at = midnight.getTime() + (time.seconds - (time.offset ?? 0) * 60) * 1000
  return { date: midnight.toISOString().slice(0, 10), at: new Date(at).toISOString() }
}
