import { Part, Tag } from '../../../ui/marks.tsx'
import { Rows } from '../../../ui/rows.tsx'
import { useWords } from '../../words/i18n.ts'
import type { OwnPurpose } from './own.ts'

/** Purposes of ours that were refused or have ended; they stay readable. */
export function PastPurposes({ items }: { items: readonly OwnPurpose[] }) {
  const { t } = useWords()
  if (items.length === 0) return null
  return (
    <section>
      <Part>{t('settings.purposes.past')}</Part>
      <Rows
        label={t('settings.purposes.past')}
        head={[t('settings.purposes.purpose'), t('settings.balancing.state')]}
      >
        {items.map((own) => (
          <Past key={own.id} own={own} />
        ))}
      </Rows>
    </section>
  )
}

function Past({ own }: { own: OwnPurpose }) {
  const { t, day } = useWords()
  const [at, name] = own.state === 'ended' ? [own.ended_at, own.ended_by] : [own.decided_at, own.decided_by]
  return (
    <tr>
      <td>
        <b>{own.title}</b>
        <small>{t('grant.says', { says: own.says })}</small>
        {own.why && <small>{own.why}</small>}
      </td>
      <td>
        <Tag>
          {t(own.state === 'ended' ? 'settings.purposes.ended' : 'settings.purposes.refused', {
            day: day(at ?? ''),
            name: name ?? '',
          })}
        </Tag>
      </td>
    </tr>
  )
}
