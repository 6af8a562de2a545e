import { Select } from '@mantine/core'
import { Name, Tag } from '../../../ui/marks.tsx'
import { Rows } from '../../../ui/rows.tsx'
import type { Preview } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import type { DateOrder, Reading } from './plan.ts'
import { takesDate, TARGETS } from './targets.ts'
import style from './wizard.module.css'

const LEFT_OUT = ''
const ORDERS = ['dmy', 'mdy', 'ymd'] as const

interface ColumnsProps {
  seen: Preview
  mapping: Record<string, string>
  onChange: (mapping: Record<string, string>) => void
  reading: Reading
  onReading: (reading: Reading) => void
  twice: readonly string[]
}

type Column = Preview['columns'][number]

/** The columns of the file, some of what stands in each, and what it becomes. */
export function Columns({ seen, mapping, onChange, reading, onReading, twice }: ColumnsProps) {
  const { t, say } = useWords()
  const label = (name: string) => say(`field.${name}`, say(`target.${name.replace('.', '_')}`, name))
  const fields = [
    { value: LEFT_OUT, label: t('wizard.leaveOut') },
    ...TARGETS.map((name) => ({ value: name, label: label(name) })),
  ]
  const choose = (column: string, field: string | null) => {
    const { [column]: _, ...rest } = mapping
    onChange(field ? { ...rest, [column]: field } : rest)
  }
  return (
    <Rows label={t('wizard.step.map')} head={[t('wizard.column'), t('wizard.samples'), t('wizard.becomes')]}>
      {seen.columns.map((one) => (
        <tr key={one.column}>
          <td>
            <b>
              <Name>{one.column}</Name>
            </b>{' '}
            {!one.sure && mapping[one.column] && <Tag>{t('wizard.unsure')}</Tag>}
            {one.why && <small>{say(`guess.${one.why}`, '')}</small>}
          </td>
          <td className={style.samples}>
            <Samples one={one} asDates={takesDate(mapping[one.column])} />
          </td>
          <td className={style.becomes}>
            <Select
              aria-label={t('wizard.becomesOf', { column: one.column })}
              data={fields}
              value={mapping[one.column] ?? LEFT_OUT}
              onChange={(field) => choose(one.column, field)}
              error={twice.includes(mapping[one.column] ?? ' ')}
              searchable
            />
            {takesDate(mapping[one.column]) && <Order one={one} reading={reading} onReading={onReading} />}
          </td>
        </tr>
      ))}
    </Rows>
  )
}

/** Some values as they stand, and as the days they are read as. */
function Samples({ one, asDates }: { one: Column; asDates: boolean }) {
  const { t, day } = useWords()
  return one.samples.map((sample, nth) => {
    const read = asDates ? one.dates?.read[nth] : undefined
    return (
      <span key={nth}>
        <Name>{sample}</Name>{' '}
        {read && read !== sample && t('wizard.isRead', { day: day(`${read}T12:00:00Z`) })}
      </span>
    )
  })
}

interface OrderProps {
  one: Column
  reading: Reading
  onReading: (reading: Reading) => void
}

/** What stands first in dates that need it: concluded and shown, or asked for. */
function Order({ one: { column, dates }, reading, onReading }: OrderProps) {
  const { t } = useWords()
  const said = reading.dates?.[column]
  if (dates?.order === 'ymd' && !said) return null
  const order = said ?? dates?.order ?? null
  const asked = !!dates && order === null
  const choose = (chosen: string | null) =>
    chosen && onReading({ ...reading, dates: { ...reading.dates, [column]: chosen as DateOrder } })
  return (
    <Select
      mt={6}
      aria-label={t('wizard.dates', { column })}
      data={ORDERS.map((value) => ({ value, label: t(`wizard.order.${value}`) }))}
      value={order}
      onChange={choose}
      error={asked && t('wizard.twoWays')}
      placeholder={asked ? undefined : t('guess.values')}
      allowDeselect={false}
    />
  )
}
