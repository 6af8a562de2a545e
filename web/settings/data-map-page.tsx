import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'

interface MapRow {
  readonly holding: string
  readonly title?: string | null
  readonly table?: string | null
  readonly column?: string | null
  readonly class?: string | null
  readonly purpose?: string | null
  readonly purposes?: readonly string[] | null
  readonly retention?: string | null
  readonly fate?: string | null
}

/** Every column and file that holds something about a person: what it is, how it is kept, what becomes of it. */
export function DataMapPage() {
  const { t, say, number } = useWords()
  return (
    <SettingFrame title={t('settings.dataMap.title')} says={t('settings.dataMap.says')}>
      <Loaded<Page<MapRow>> path="/data-map">
        {({ items }) => (
          <>
            <p>{t('settings.dataMap.count', { count: items.length, n: number(items.length) })}</p>
            <Rows
              label={t('settings.dataMap.title')}
              head={[t('settings.dataMap.holding'), t('settings.dataMap.kept'), t('settings.dataMap.fate')]}
            >
              {items.map((row) => (
                <tr key={row.holding}>
                  <td>
                    <b>{row.title ?? say(`holding.${row.holding.replaceAll('.', '_')}`, row.holding)}</b>
                    <small>{[row.table, row.column].filter(Boolean).join('.') || row.holding}</small>
                  </td>
                  <td>
                    {row.class && <Tag>{say(`class.${row.class}`, row.class)}</Tag>}
                    <small>{row.retention}</small>
                  </td>
                  <td>{row.fate ? say(`fate.${row.fate}`, row.fate) : ''}</td>
                </tr>
              ))}
            </Rows>
          </>
        )}
      </Loaded>
    </SettingFrame>
  )
}
