import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FIELDS, type FieldName } from '../../../core/fields.ts'
import type { Refusal } from '../../api.ts'
import { useWords } from '../../words/i18n.ts'
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

const TYPES: Partial<Record<string, string>> = { email: 'email', phone: 'tel', date: 'date' }

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
          <TextInput
            key={name}
            label={t(`field.${name}`)}
            type={TYPES[FIELDS[name].type] ?? 'text'}
            dir={FIELDS[name].type === 'name' ? 'auto' : undefined}
            autoComplete="off"
            maxLength={FIELDS[name].max}
            value={fields[name] ?? ''}
            onChange={(event) => onChange({ ...fields, [name]: event.currentTarget.value })}
            error={problem?.field === name ? problem.refusal.title : undefined}
            data-autofocus={name === 'given_name' || undefined}
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
