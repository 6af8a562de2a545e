import { Fragment } from 'react'
import { Part, Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

interface MapRow {
  readonly holding: string
  readonly title: string
  readonly about_people: boolean
  readonly fate: string
  readonly purpose: string
  readonly retention: string
  readonly opened_by: readonly {
    readonly purpose: string
    readonly title: string
    readonly opens: readonly string[]
  }[]
  readonly columns: readonly { readonly column: string; readonly class: string }[]
}

/** Every column and file that holds something about a person: what it is, how it is kept, what becomes of it. */
export function DataMapPage() {
  const { t, number } = useWords()
  return (
    <SettingFrame title={t('settings.dataMap.title')} says={t('settings.dataMap.says')}>
      <Loaded<Page<MapRow>> path="/data-map">
        {({ items }) => {
          const about = items.filter((row) => row.about_people)
          const house = items.filter((row) => !row.about_people)
          return (
            <>
              <p>{t('settings.dataMap.count', { count: about.length, n: number(about.length) })}</p>
              <Places rows={about} label={t('settings.dataMap.title')} />
              <Part>{t('settings.dataMap.house')}</Part>
              <Places rows={house} label={t('settings.dataMap.house')} />
            </>
          )
        }}
      </Loaded>
    </SettingFrame>
  )
}

function Places({ rows, label }: { rows: readonly MapRow[]; label: string }) {
  const { t, say } = useWords()
  const kept = t('settings.dataMap.kept')
  const fate = t('settings.dataMap.fate')
  return (
    <Rows label={label} first="wide" head={[t('settings.dataMap.holding'), kept, fate]}>
      {rows.map((row) => (
        <tr key={row.holding}>
          <td>
            <b className={style.first}>{say(`holding.${row.holding}`, row.title)}</b>
            <Classes columns={row.columns} />
            <Openers row={row} />
            <Columns row={row} />
          </td>
          <td data-label={kept}>{row.retention}</td>
          <td data-label={fate}>{say(`fate.${row.fate}`, row.fate)}</td>
        </tr>
      ))}
    </Rows>
  )
}

/** How what stands here can be read, each kind once; what only names a row tells nothing. */
function Classes({ columns }: Pick<MapRow, 'columns'>) {
  const { say } = useWords()
  const kinds = [...new Set(columns.map((column) => column.class))]
  return (
    <span className={style.tags}>
      {kinds
        .filter((kind) => kind !== 'none' && kind !== 'id')
        .map((kind) => (
          <Tag key={kind}>{say(`class.${kind}`, kind)}</Tag>
        ))}
    </span>
  )
}

/** Which purposes open what is sealed here, and which compartments of it. */
function Openers({ row }: { row: MapRow }) {
  const { t, say, number, list } = useWords()
  const count = row.opened_by.length
  if (count === 0) return null
  return (
    <details className={style.fold}>
      <summary>{t('settings.dataMap.opened', { count, n: number(count) })}</summary>
      <dl className={style.columns}>
        {row.opened_by.map(({ purpose, title, opens }) => (
          <Fragment key={purpose}>
            <dt>{say(`purposeTitle.${purpose.replaceAll('.', '_')}`, title)}</dt>
            <dd>{list(opens.map((one) => say(`opens.${one}`, one)))}</dd>
          </Fragment>
        ))}
      </dl>
    </details>
  )
}

/** The same column by column, by the names that whoever looks into the database meets. */
function Columns({ row }: { row: MapRow }) {
  const { t, say, number } = useWords()
  const count = row.columns.length
  if (count === 0) return null
  return (
    <details className={style.fold}>
      <summary>{t('settings.dataMap.columns', { count, n: number(count) })}</summary>
      <small>{t('settings.dataMap.table', { name: row.holding })}</small>
      <dl className={style.columns}>
        {row.columns.map(({ column, class: kind }) => (
          <Fragment key={column}>
            <dt>{column}</dt>
            <dd>{say(`class.${kind}`, kind)}</dd>
          </Fragment>
        ))}
      </dl>
    </details>
  )
}
