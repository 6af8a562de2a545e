import { Button } from '@mantine/core'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { saveFile } from '../shell/save-file.ts'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'

interface RecordRow {
  readonly purpose: string
  readonly title?: string | null
  readonly says?: string | null
  readonly bases?: readonly string[]
  readonly categories?: readonly string[]
  readonly opens?: readonly string[]
  readonly recipients?: readonly (string | { readonly name: string })[]
  readonly kept?: string
  readonly people?: number | string | null
}

/** The record a law asks every organisation to keep, computed from what is really held. */
export function RecordPage() {
  const { t, say, list } = useWords()
  const download = async () => {
    const record = await call<unknown>('/record-of-processing')
    saveFile('record.json', JSON.stringify(record, null, 2), 'application/json')
  }
  return (
    <SettingFrame
      title={t('settings.record.title')}
      says={t('settings.record.says')}
      deeds={
        <>
          <Button onClick={() => print()}>{t('settings.record.print')}</Button>
          <Button onClick={() => void download()}>{t('settings.record.download')}</Button>
        </>
      }
    >
      <Loaded<Page<RecordRow>> path="/record-of-processing">
        {({ items }) => (
          <Rows
            label={t('settings.record.title')}
            head={[t('settings.record.what'), t('settings.record.which'), t('settings.record.who')]}
          >
            {items.map((row) => (
              <tr key={row.purpose}>
                <td>
                  <b>{row.title ?? row.purpose}</b>
                  <small>{row.says ? t('grant.says', { says: row.says }) : ''}</small>
                  <small>{row.kept}</small>
                </td>
                <td>
                  {list((row.categories ?? row.opens ?? []).map((one) => say(`opens.${one}`, one)))}
                  <small>{list((row.bases ?? []).map((basis) => say(`basis.${basis}`, basis)))}</small>
                </td>
                <td>
                  {row.recipients?.length
                    ? list(row.recipients.map((one) => (typeof one === 'string' ? one : one.name)))
                    : t('settings.record.nobody')}
                </td>
              </tr>
            ))}
          </Rows>
        )}
      </Loaded>
    </SettingFrame>
  )
}
