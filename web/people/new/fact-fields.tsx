import { Button } from '@mantine/core'
import { useState } from 'react'
import type { FieldName } from '../../../core/fields.ts'
import type { Refusal } from '../../api.ts'
import { useWords } from '../../words/i18n.ts'
import { FactInput } from '../fact-input.tsx'
import style from './form.module.css'

const USUAL: readonly FieldName[] = [
  'given_name',
  'family_name',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
]
const MORE: readonly FieldName[] = ['title', 'language', 'customer_number', 'birth_date', 'household']

interface FactFieldsProps {
  fields: Readonly<Record<string, string>>
  onChange: (fields: Record<string, string>) => void
  problem?: { field: string; refusal: Refusal }
}

/** The facts someone can tell us; the rarer ones on request. */
export function FactFields({ fields, onChange, problem }: FactFieldsProps) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  return (
    <>
      <div className={style.facts}>
        {[...USUAL, ...(all ? MORE : [])].map((name) => (
          <FactInput
            key={name}
            field={name}
            label={t(`field.${name}`)}
            value={fields[name] ?? ''}
            onChange={(value) => onChange({ ...fields, [name]: value })}
            error={problem?.field === name ? `${problem.refusal.title}. ${problem.refusal.fix}` : undefined}
            autoFocus={name === 'given_name'}
          />
        ))}
      </div>
      {!all && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            {t('new.more')}
          </Button>
        </div>
      )}
    </>
  )
}
