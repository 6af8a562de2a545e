import { worded } from '../../core/notices.ts'
import { Rows } from '../../ui/rows.tsx'
import { usePurposeById } from '../grants/purposes.ts'
import { useSession } from '../session/session.ts'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'

interface Notice {
  readonly id: string
  readonly text: string
  readonly purpose?: string
  readonly version?: number
  readonly created_at?: string | null
}

/** The exact wordings that people have seen; a new wording is a new version and the old ones stay. */
export function NoticesPage() {
  const { t, day } = useWords()
  const { organisation } = useSession()
  const byId = usePurposeById()
  return (
    <SettingFrame title={t('settings.notices.title')} says={t('settings.notices.says')}>
      <Loaded<Page<Notice>> path="/notices">
        {({ items }) => (
          <Rows
            label={t('settings.notices.title')}
            head={[t('settings.notices.wording'), t('settings.notices.purpose')]}
          >
            {items.map((notice) => (
              <tr key={notice.id}>
                <td>
                  {worded(notice.text, { organisation: organisation.name })}
                  <small>
                    {notice.id}
                    {notice.created_at ? `, ${day(notice.created_at)}` : ''}
                  </small>
                </td>
                <td>{byId(notice.purpose ?? notice.id.replace(/@.*$/, ''))?.title ?? notice.purpose}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}
