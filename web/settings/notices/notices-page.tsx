import { Button } from '@mantine/core'
import { useState } from 'react'
import { Tag } from '../../../ui/marks.tsx'
import { Rows } from '../../../ui/rows.tsx'
import { type Notice, usePurposeById } from '../../grants/purposes.ts'
import { useHasRole } from '../../session/session.ts'
import type { Page } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { Loaded, SettingFrame } from '../frame.tsx'
import style from '../settings.module.css'
import { NoticeForm } from './notice-form.tsx'
import { useTongue } from './tongues.ts'
import { TranslationForm } from './translation-form.tsx'

/** What someone is about to write: a new version for a purpose, or a notice in another language. */
type Writing = { kind: 'version'; notice?: Notice } | { kind: 'language'; notice: Notice }

/** The exact wordings that people have seen; a new wording is a new version and the old ones stay. */
export function NoticesPage() {
  const { t } = useWords()
  const may = useHasRole('administrator', 'privacy_officer')
  const [writing, setWriting] = useState<Writing>()
  const close = () => setWriting(undefined)
  return (
    <SettingFrame
      title={t('settings.notices.title')}
      says={t('settings.notices.says')}
      deeds={
        may && (
          <Button variant="filled" onClick={() => setWriting({ kind: 'version' })}>
            {t('settings.notices.write')}
          </Button>
        )
      }
    >
      <NoticeForm
        opened={writing?.kind === 'version'}
        from={writing?.kind === 'version' ? writing.notice : undefined}
        onClose={close}
      />
      <TranslationForm notice={writing?.kind === 'language' ? writing.notice : undefined} onClose={close} />
      <Loaded<Page<Notice>> path="/notices">
        {({ items }) => (
          <Rows label={t('settings.notices.title')} head={[t('settings.notices.wording'), '']}>
            {items
              .filter(({ current }) => current)
              .map((notice) => (
                <NoticeRow
                  key={notice.id}
                  notice={notice}
                  older={items.filter((one) => one.purpose === notice.purpose && !one.current)}
                  onWrite={may ? setWriting : undefined}
                />
              ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}

interface NoticeRowProps {
  notice: Notice
  older: readonly Notice[]
  onWrite: ((writing: Writing) => void) | undefined
}

function NoticeRow({ notice, older, onWrite }: NoticeRowProps) {
  const { t, number } = useWords()
  const byId = usePurposeById()
  const purpose = byId(notice.purpose)
  const title = purpose?.title ?? notice.purpose
  const ended = purpose?.kind === 'group'
  return (
    <tr>
      <td>
        <b>{title}</b> {ended && <Tag>{t('settings.notices.ended')}</Tag>}
        <Said notice={notice} />
        {older.length > 0 && (
          <details className={style.fold}>
            <summary>{t('settings.notices.older', { count: older.length, n: number(older.length) })}</summary>
            {older.map((one) => (
              <Said key={one.id} notice={one} />
            ))}
          </details>
        )}
      </td>
      <td>
        {onWrite && !ended && (
          <span className={style.deeds}>
            <Button
              size="compact-sm"
              onClick={() => onWrite({ kind: 'version', notice })}
              aria-label={t('settings.notices.newOf', { title })}
            >
              {t('settings.notices.new')}
            </Button>
            <Button
              size="compact-sm"
              onClick={() => onWrite({ kind: 'language', notice })}
              aria-label={t('settings.notices.languageOf', { title })}
            >
              {t('settings.notices.language')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}

/** A wording in English, and folded away in the other languages it stands in. */
function Said({ notice }: { notice: Notice }) {
  const tongue = useTongue()
  return (
    <div className={style.said}>
      <p>{notice.text}</p>
      <small>{notice.id}</small>
      {(notice.texts ?? []).map(({ language, text }) => (
        <details key={language} className={style.fold}>
          <summary>{tongue(language)}</summary>
          <p lang={language} dir="auto">
            {text}
          </p>
        </details>
      ))}
    </div>
  )
}
