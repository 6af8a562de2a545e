import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useOpens } from '../purpose/purpose-label.tsx'
import type { Page, Purpose } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

/** Every purpose: what it is for, whom it lets in, what it opens and for how long. */
export function PurposesPage() {
  const { t } = useWords()
  return (
    <SettingFrame title={t('settings.purposes.title')} says={t('settings.purposes.says')}>
      <Loaded<Page<Purpose>> path="/purposes">
        {({ items }) => (
          <Rows
            label={t('settings.purposes.title')}
            head={[
              t('settings.purposes.purpose'),
              t('settings.purposes.opens'),
              t('settings.purposes.grounds'),
            ]}
          >
            {items
              .filter((purpose) => purpose.kind !== 'group')
              .map((purpose) => (
                <PurposeRow key={purpose.id} purpose={purpose} />
              ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}

function PurposeRow({ purpose }: { purpose: Purpose }) {
  const { t, say, list } = useWords()
  const opens = useOpens()
  return (
    <tr>
      <td>
        <b>{purpose.title}</b>
        <small>{t('grant.says', { says: purpose.says })}</small>
        <small>{purpose.kept}</small>
      </td>
      <td>
        {purpose.opens.length > 0 ? opens(purpose) : t('settings.purposes.nothing')}
        <small>{list(purpose.roles.map((role) => say(`role.${role}`, role)))}</small>
      </td>
      <td>
        <span className={style.tags}>
          {(purpose.bases ?? []).map((basis) => (
            <Tag key={basis}>{say(`basis.${basis}`, basis)}</Tag>
          ))}
        </span>
      </td>
    </tr>
  )
}
