import { Select, TextInput } from '@mantine/core'
import { FIELDS, isFieldName } from '../../core/fields.ts'
import { COUNTRIES } from '../../core/identifiers/country.ts'
import { useWords } from '../words/i18n.ts'

interface FactInputProps {
  field: string
  label: string
  value: string
  onChange: (value: string) => void
  error?: React.ReactNode
  autoFocus?: boolean
}

const TYPES: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', date: 'date' }
const LONGEST = 400

/** Takes the value of a field as its kind needs it: a date as a date, a country from the list of countries. */
export function FactInput({ field, label, value, onChange, error, autoFocus }: FactInputProps) {
  const known = isFieldName(field) ? FIELDS[field] : undefined
  if (known?.type === 'country') return <CountryInput {...{ label, value, onChange, error, autoFocus }} />
  return (
    <TextInput
      label={label}
      type={TYPES[known?.type ?? ''] ?? 'text'}
      dir={known?.type === 'name' || known?.type === 'text' ? 'auto' : undefined}
      autoComplete="off"
      maxLength={known?.max ?? LONGEST}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  )
}

function CountryInput({ label, value, onChange, error, autoFocus }: Omit<FactInputProps, 'field'>) {
  const { t } = useWords()
  const names = new Intl.DisplayNames(t('lang'), { type: 'region' })
  const countries = COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code }))
  return (
    <Select
      label={label}
      data={countries.sort((a, b) => a.label.localeCompare(b.label, t('lang')))}
      value={value || null}
      onChange={(code) => onChange(code ?? '')}
      error={error}
      autoFocus={autoFocus}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('facts.clear', { field: label }) }}
    />
  )
}
