import { Button } from '@mantine/core'
import { useState } from 'react'
import { Name } from '../../../ui/marks.tsx'
import { Note } from '../../../ui/note.tsx'
import { useWords } from '../../words/i18n.ts'
import type { Plan } from './plan.ts'
import style from './wizard.module.css'

interface FileStepProps {
  plan: Plan
  onNext: (part: Partial<Plan>) => void
}

/** The file is chosen and stays in the browser: no row is read before its source and ground are stated. */
export function FileStep({ plan, onNext }: FileStepProps) {
  const { t, number } = useWords()
  const [file, setFile] = useState(plan.file)
  const [over, setOver] = useState(false)
  const fits = !file || /\.(csv|tsv|txt|vcf|vcard)$/i.test(file.name)
  return (
    <div>
      <p className={style.says}>{t('wizard.fileSays')}</p>
      <label
        className={style.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          setFile(event.dataTransfer.files[0] ?? file)
        }}
      >
        <input
          type="file"
          accept=".csv,.tsv,.txt,.vcf,.vcard,text/csv,text/vcard"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? file)}
        />
        {file ? (
          <>
            <b>
              <Name>{file.name}</Name>
            </b>
            <small>{t('wizard.size', { n: number(Math.max(1, Math.round(file.size / 1024))) })}</small>
          </>
        ) : (
          <>
            <b>{t('wizard.drop')}</b>
            <small>{t('wizard.dropSays')}</small>
          </>
        )}
      </label>
      {!fits && <Note tone="bad" title={t('wizard.wrongKind')} />}
      <div className={style.end}>
        <Button
          variant="filled"
          disabled={!file || !fits}
          onClick={() => onNext({ file, reading: {}, mapping: undefined })}
        >
          {t('next')}
        </Button>
      </div>
    </div>
  )
}
