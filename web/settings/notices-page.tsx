import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Rows } from '../../ui/rows.tsx'
import { type Notice, usePurposeById } from '../grants/purposes.ts'
import type { Page } from '../shapes.ts'
import { useHasRole } from '../session/session.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import { NoticeForm } from './notice-form.tsx'

/** The exact wordings that people have seen; a new wording is a new version and the old ones stay. */
export function NoticesPage() {
  const { t } = useWords()
  const byId = usePurposeById()
  const may = useHasRole('administrator', 'privacy_officer')
  const [writing, form] = useDisclosure()
  return (
    <SettingFrame
      title={t('settings.notices.title')}
      says={t('settings.notices.says')}
      deeds={
        may && (
          <Button variant="filled" onClick={form.open}>
            {t('settings.notices.write')}
          </Button>
        )
      }
    >
      <NoticeForm opened={writing} onClose={form.close} />
      <Loaded<Page<Notice>> path="/notices">
        {({ items }) => (
          <Rows
            label={t('settings.notices.title')}
            head={[t('settings.notices.wording'), t('settings.notices.purpose')]}
          >
            {items.map((notice) => (
              <tr key={notice.id}>
                <td>
                  {notice.text}
                  <small>{notice.id}</small>
                </td>
                <td>{byId(notice.purpose)?.title ?? notice.purpose}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}
