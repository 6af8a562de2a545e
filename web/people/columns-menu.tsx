import { Button, Menu } from '@mantine/core'
import { useWords } from '../words/i18n.ts'
import { COLUMNS, type ColumnField, useColumns } from './columns.ts'
import style from './people.module.css'

/** Which columns the list shows. */
export function ColumnsMenu() {
  const { t } = useWords()
  const { chosen, choose } = useColumns()
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button className={style.wide}>{t('people.columns')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxGroup value={[...chosen]} onChange={(fields) => choose(fields as ColumnField[])}>
          {COLUMNS.map(({ field }) => (
            <Menu.CheckboxItem key={field} value={field}>
              {t(`people.column.${field}`)}
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
