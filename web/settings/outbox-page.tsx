import { Button } from '@mantine/core'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

interface Mail {
  readonly id: string
  readonly to?: string | null
  readonly subject?: string | null
  readonly text?: string | null
  readonly state?: string | null
  readonly created_at?: string | null
}

/** Mail that is kept here because no mail server is set up, or that waits for its turn. */
export function OutboxPage() {
  const { t } = useWords()
  return (
    <SettingFrame title={t('settings.outbox.title')} says={t('settings.outbox.says')}>
      <Loaded<Page<Mail>> path="/outbox">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('settings.outbox.none')} says={t('settings.outbox.noneSays')} />
          ) : (
            <Rows
              label={t('settings.outbox.title')}
              head={[t('settings.outbox.mail'), t('settings.outbox.when')]}
            >
              {items.map((mail) => (
                <MailRow key={mail.id} mail={mail} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </SettingFrame>
  )
}

function MailRow({ mail }: { mail: Mail }) {
  const { t, say, moment } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <tr>
      <td>
        <b>{mail.subject ?? t('settings.outbox.noSubject')}</b>
        <small>{mail.to}</small>
        {mail.text && (
          <Button size="compact-sm" mt={4} onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? t('settings.outbox.hide') : t('settings.outbox.read')}
          </Button>
        )}
        {open && <p className={style.mail}>{mail.text}</p>}
      </td>
      <td>
        {mail.created_at ? moment(mail.created_at) : ''}{' '}
        {mail.state && <Tag>{say(`mail.${mail.state}`, mail.state)}</Tag>}
      </td>
    </tr>
  )
}
