import { Button } from '@mantine/core'
import { Part } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { saveFile } from '../../ui/save-file.ts'
import { inOrder } from '../purpose/order.ts'
import { usePurposeTitle } from '../purpose/purpose-label.tsx'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

interface RecordOfUse {
  readonly organisation: string
  readonly measures: readonly string[]
  readonly items: readonly RecordRow[]
}

interface RecordRow {
  readonly purpose: string
  readonly title: string
  readonly says: string
  readonly bases: readonly string[]
  readonly teams: readonly string[]
  readonly opens: readonly string[]
  readonly kept: string
  readonly recipients: readonly string[]
}

/** The record a law asks every organisation to keep, computed from what is really held. */
export function RecordPage() {
  const { t } = useWords()
  const download = async () => {
    const record = await call<unknown>('/record-of-processing')
    saveFile('record.json', 'application/json', JSON.stringify(record, null, 2))
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
      <Loaded<RecordOfUse> path="/record-of-processing">
        {({ items, measures }) => (
          <>
            <Rows
              label={t('settings.record.title')}
              first="wide"
              head={[t('settings.record.what'), t('settings.record.which'), t('settings.record.who')]}
            >
              {inOrder(items.map((row) => ({ ...row, id: row.purpose }))).map((row) => (
                <RecordLine key={row.purpose} row={row} />
              ))}
            </Rows>
            <Part>{t('settings.record.measures')}</Part>
            <ul className={style.measures}>
              {measures.map((measure) => (
                <li key={measure}>{measure}</li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </SettingFrame>
  )
}

function RecordLine({ row }: { row: RecordRow & { readonly id: string } }) {
  const { t, say, list } = useWords()
  const title = usePurposeTitle()
  return (
    <tr>
      <td>
        <b>{title(row)}</b>
        <small>{t('grant.says', { says: row.says })}</small>
        <small>{row.kept}</small>
      </td>
      <td>
        {row.opens.length > 0
          ? list(row.opens.map((one) => say(`opens.${one}`, one)))
          : t('settings.purposes.nothing')}
        <small>{list(row.bases.map((basis) => say(`basis.${basis}`, basis)))}</small>
        <small>{list(row.teams.map((team) => say(`role.${team}`, team)))}</small>
      </td>
      <td data-label={t('settings.record.who')}>
        {row.recipients.length > 0 ? list(row.recipients) : t('settings.record.nobody')}
      </td>
    </tr>
  )
}
