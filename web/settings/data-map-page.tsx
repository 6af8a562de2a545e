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
  return (
    <Rows
      label={label}
      head={[t('settings.dataMap.holding'), t('settings.dataMap.kept'), t('settings.dataMap.fate')]}
    >
      {rows.map((row) => (
        <tr key={row.holding}>
          <td>
            <b className={style.first}>{say(`holding.${row.holding}`, row.title)}</b>
            <small>{row.holding}</small>
            <Columns columns={row.columns} />
          </td>
          <td>{row.retention}</td>
          <td>{say(`fate.${row.fate}`, row.fate)}</td>
        </tr>
      ))}
    </Rows>
  )
}

/** The columns of a place by their class; what tells nothing is left out. */
function Columns({ columns }: Pick<MapRow, 'columns'>) {
  const { say } = useWords()
  return (
    <span className={style.tags}>
      {columns
        .filter((column) => column.class !== 'none')
        .map((column) => (
          <Tag key={column.column}>
            {column.column}: {say(`class.${column.class}`, column.class)}
          </Tag>
        ))}
    </span>
  )
}
