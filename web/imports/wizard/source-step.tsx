import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { Note } from '../../../ui/note.tsx'
import { missingIn } from '../../grants/draft.ts'
import { GrantChoices } from '../../people/new/grant-choices.tsx'
import { missingSource, SourceFields } from '../../people/source-fields.tsx'
import { useWords } from '../../words/i18n.ts'
import type { Plan } from './plan.ts'
import style from './wizard.module.css'

interface StepProps {
  plan: Plan
  onNext: (part: Partial<Plan>) => void
  onBack: () => void
}

/** Where the file comes from and on what ground it may be kept: stated before a row is read. */
export function SourceStep({ plan, onNext, onBack }: StepProps) {
  const { t } = useWords()
  const [stated, setStated] = useState(plan.stated)
  const [drafts, setDrafts] = useState(plan.drafts)
  const [tried, setTried] = useState(false)
  const missing = missingSource(stated, t)
  const ready =
    Object.keys(missing).length === 0 &&
    drafts.length > 0 &&
    drafts.every((draft) => Object.keys(missingIn(draft)).length === 0)
  return (
    <div>
      <p className={style.says}>{t('wizard.sourceSays')}</p>
      <Stack gap="sm" mb="lg">
        <SourceFields value={stated} onChange={setStated} errors={tried ? missing : {}} />
        {stated.kind && stated.kind !== 'person' && <Note tone="mind">{t('wizard.tellThem')}</Note>}
      </Stack>
      <section className={style.part}>
        <h2>{t('new.grants')}</h2>
        <p className={style.says}>{t('wizard.grantsSay')}</p>
        <GrantChoices drafts={drafts} onChange={setDrafts} tried={tried} />
        {tried && drafts.length === 0 && <Note tone="bad" title={t('new.needsGrant')} />}
      </section>
      <div className={style.end}>
        <Button variant="subtle" onClick={onBack}>
          {t('back')}
        </Button>
        <Button
          variant="filled"
          onClick={() => {
            setTried(true)
            if (ready) onNext({ stated, drafts })
          }}
        >
          {t('next')}
        </Button>
      </div>
    </div>
  )
}
