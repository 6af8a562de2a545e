import { Stepper } from '@mantine/core'
import { useState } from 'react'
import { Head } from '../../../ui/head.tsx'
import { UNSTATED } from '../../people/source-fields.tsx'
import { PurposeLabel } from '../../purpose/purpose-label.tsx'
import { useTitle } from '../../shell/title.ts'
import { useWords } from '../../words/i18n.ts'
import { CheckStep } from './check-step.tsx'
import { FileStep } from './file-step.tsx'
import { MapStep } from './map-step.tsx'
import type { Plan } from './plan.ts'
import { SourceStep } from './source-step.tsx'
import style from './wizard.module.css'

const EMPTY: Plan = { file: undefined, stated: UNSTATED, drafts: [], reading: {}, mapping: undefined }

/** An import in four steps: the file, where it comes from and on what ground, its columns, a trial. Then it runs. */
export function WizardPage() {
  const { t } = useWords()
  const [step, setStep] = useState(0)
  const [plan, setPlan] = useState(EMPTY)
  useTitle(t('wizard.title'))
  const next = (part: Partial<Plan>) => {
    setPlan((before) => ({ ...before, ...part }))
    setStep((before) => before + 1)
  }
  const back = () => setStep((before) => before - 1)
  return (
    <div className={style.page}>
      <Head title={t('wizard.title')} label={<PurposeLabel screen="imports" />} />
      <Stepper
        active={step}
        onStepClick={(to) => to < step && setStep(to)}
        size="xs"
        classNames={{ steps: style.steps, content: style.content }}
        allowNextStepsSelect={false}
      >
        <Stepper.Step label={t('wizard.step.file')}>
          <FileStep plan={plan} onNext={next} />
        </Stepper.Step>
        <Stepper.Step label={t('wizard.step.source')}>
          <SourceStep plan={plan} onNext={next} onBack={back} />
        </Stepper.Step>
        <Stepper.Step label={t('wizard.step.map')}>
          <MapStep plan={plan} onNext={next} onBack={back} />
        </Stepper.Step>
        <Stepper.Step label={t('wizard.step.check')}>
          <CheckStep plan={plan} onBack={back} />
        </Stepper.Step>
      </Stepper>
    </div>
  )
}
