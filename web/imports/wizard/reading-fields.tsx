import { Checkbox, Select } from '@mantine/core'
import type { ENCODINGS } from '../../../features/imports/conclude-encoding.ts'
import type { Preview } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import type { Reading } from './plan.ts'
import style from './wizard.module.css'

/** The importer's own list; the compiler holds the two together. */
const CHARACTERS: Record<(typeof ENCODINGS)[number], string> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
  'windows-1253': 'Windows-1253',
  'windows-1254': 'Windows-1254',
  'windows-1255': 'Windows-1255',
  'windows-1256': 'Windows-1256',
  'windows-1257': 'Windows-1257',
  'windows-1258': 'Windows-1258',
  'windows-874': 'Windows-874',
  'iso-8859-2': 'ISO 8859-2',
  'iso-8859-15': 'ISO 8859-15',
  macintosh: 'Mac OS Roman',
  'koi8-r': 'KOI8-R',
  shift_jis: 'Shift JIS',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  gb18030: 'GB 18030',
  big5: 'Big5',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'utf-32le': 'UTF-32 LE',
  'utf-32be': 'UTF-32 BE',
}
const MARKS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const

interface FieldsProps {
  seen: Preview
  reading: Reading
  onChange: (reading: Reading) => void
}

/** What was concluded of the file, each changed where it is wrong; the preview follows. */
export function ReadingFields({ seen, reading, onChange }: FieldsProps) {
  const { t } = useWords()
  if (seen.kind !== 'csv' || seen.delimiter === null) return null
  const marks: string[] = [...new Set([...Object.keys(MARKS), seen.delimiter])]
  const wordOf = (mark: string) =>
    Object.hasOwn(MARKS, mark)
      ? t(`wizard.mark.${MARKS[mark as keyof typeof MARKS]}`)
      : t('wizard.mark.other', { mark })
  const unsure = !seen.encoding_sure && reading.encoding === undefined
  return (
    <fieldset className={style.reading}>
      <legend>{t('wizard.reading')}</legend>
      <Select
        label={t('wizard.encoding')}
        data={Object.entries(CHARACTERS).map(([value, label]) => ({ value, label }))}
        value={reading.encoding ?? seen.encoding}
        onChange={(encoding) => encoding && onChange({ ...reading, encoding })}
        description={unsure ? t('wizard.encodingUnsure') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        searchable
      />
      <Select
        label={t('wizard.delimiter')}
        data={marks.map((value) => ({ value, label: wordOf(value) }))}
        value={reading.delimiter ?? seen.delimiter}
        onChange={(delimiter) => delimiter && onChange({ ...reading, delimiter })}
        allowDeselect={false}
      />
      <Checkbox
        className={style.header}
        label={t('wizard.header')}
        checked={reading.header ?? seen.header}
        onChange={(event) => onChange({ ...reading, header: event.currentTarget.checked })}
      />
    </fieldset>
  )
}
