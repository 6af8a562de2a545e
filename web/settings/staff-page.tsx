import { Button } from '@mantine/core'
import { useState } from 'react'
import { Name, Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useHasRole, useSession } from '../session/session.ts'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'
import { StaffForm, type StaffRow } from './staff-form.tsx'

/** Who works here, and what their roles let them do. */
export function StaffPage() {
  const { t } = useWords()
  const may = useHasRole('administrator')
  const [editing, setEditing] = useState<StaffRow | 'new'>()
  return (
    <SettingFrame
      title={t('settings.staff.title')}
      says={t('settings.staff.says')}
      deeds={
        may && (
          <Button variant="filled" onClick={() => setEditing('new')}>
            {t('settings.staff.add')}
          </Button>
        )
      }
    >
      <StaffForm one={editing} onClose={() => setEditing(undefined)} />
      <Loaded<Page<StaffRow>> path="/staff">
        {({ items }) => (
          <Rows
            label={t('settings.staff.title')}
            head={[t('settings.staff.name'), t('settings.staff.roles'), '']}
          >
            {items.map((one) => (
              <Member key={one.id} one={one} onEdit={may ? () => setEditing(one) : undefined} />
            ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}

function Member({ one, onEdit }: { one: StaffRow; onEdit?: () => void }) {
  const { t, say } = useWords()
  const { staff } = useSession()
  return (
    <tr>
      <td>
        <b>
          <Name>{one.name}</Name>
        </b>{' '}
        {one.id === staff.id && <Tag>{t('settings.staff.you')}</Tag>}{' '}
        {one.ready === false && <Tag>{t('settings.staff.notReady')}</Tag>}
        <small>{one.email}</small>
      </td>
      <td>
        <span className={style.tags}>
          {one.roles.map((role) => (
            <Tag key={role}>{say(`role.${role}`, role)}</Tag>
          ))}
        </span>
      </td>
      <td>
        {onEdit && (
          <Button
            size="compact-sm"
            onClick={onEdit}
            aria-label={t('settings.staff.editOne', { name: one.name })}
          >
            {t('settings.staff.edit')}
          </Button>
        )}
      </td>
    </tr>
  )
}
