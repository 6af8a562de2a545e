import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Tag } from '../../../ui/marks.tsx'
import { Rows } from '../../../ui/rows.tsx'
import { inOrder } from '../../purpose/order.ts'
import { useOpens, usePurposeTitle } from '../../purpose/purpose-label.tsx'
import { useHasRole } from '../../session/session.ts'
import type { Page, Purpose } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { Loaded, SettingFrame } from '../frame.tsx'
import style from '../settings.module.css'
import { EndPurpose } from './end-purpose.tsx'
import { type OwnPurpose, ownQuery } from './own.ts'
import { PastPurposes } from './past-purposes.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { WaitingPurposes } from './waiting-purposes.tsx'

/** Every purpose: what it is for, whom it lets in, what it opens and for how long; and those of our own. */
export function PurposesPage() {
  const { t } = useWords()
  const may = useHasRole('administrator', 'privacy_officer')
  const own = useQuery(ownQuery).data?.items ?? []
  const [writing, form] = useDisclosure()
  return (
    <SettingFrame
      title={t('settings.purposes.title')}
      says={t('settings.purposes.says')}
      deeds={
        may && (
          <Button variant="filled" onClick={form.open}>
            {t('settings.purposes.add')}
          </Button>
        )
      }
    >
      <PurposeForm opened={writing} onClose={form.close} />
      <WaitingPurposes items={own.filter(({ state }) => state === 'waiting')} />
      <Loaded<Page<Purpose>> path="/purposes">
        {({ items }) => (
          <Rows
            label={t('settings.purposes.title')}
            first="wide"
            head={[
              t('settings.purposes.purpose'),
              t('settings.purposes.opens'),
              t('settings.purposes.grounds'),
            ]}
          >
            {inOrder(items.filter(({ kind }) => kind !== 'group')).map((purpose) => (
              <PurposeRow
                key={purpose.id}
                purpose={purpose}
                own={own.find((one) => one.purpose === purpose.id && one.state === 'accepted')}
                may={may}
              />
            ))}
          </Rows>
        )}
      </Loaded>
      <PastPurposes items={own.filter(({ state }) => state === 'ended' || state === 'refused')} />
    </SettingFrame>
  )
}

function PurposeRow(props: { purpose: Purpose; own: OwnPurpose | undefined; may: boolean }) {
  const { purpose, own, may } = props
  const { t, say, list } = useWords()
  const opens = useOpens()
  const title = usePurposeTitle()
  return (
    <tr>
      <td>
        <b>{title(purpose)}</b> {purpose.own && <Tag>{t('settings.purposes.ours')}</Tag>}
        <small>{t('grant.says', { says: purpose.says })}</small>
        <small>{purpose.kept}</small>
      </td>
      <td data-label={t('settings.purposes.opens')}>
        {purpose.opens.length > 0 ? opens(purpose) : t('settings.purposes.nothing')}
        <small>{list(purpose.roles.map((role) => say(`role.${role}`, role)))}</small>
      </td>
      <td>
        <span className={style.tags}>
          {(purpose.bases ?? []).map((basis) => (
            <Tag key={basis}>{say(`basis.${basis}`, basis)}</Tag>
          ))}
        </span>
        {own && may && <EndPurpose own={own} />}
      </td>
    </tr>
  )
}
