import { useId, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FIELDS, isFieldName } from '../../core/fields.ts'
import { ask } from '../api.ts'
import { nameOf } from '../language/setup.ts'
import { useWords, whatWentWrong } from '../language/words.ts'
import type { Field } from './facts.ts'
import { readAnew } from './choosing.ts'
import { countries, languages } from './values.ts'

interface Props {
  fields: readonly Field[]
  version: number | undefined
  close: (saved: boolean) => void
}

/** Corrects a fact where it stands. Only what was changed is sent; Escape leaves it as it was. */
export function CorrectForm(props: Props): ReactNode {
  const { t } = useWords()
  const [values, setValues] = useState(() =>
    Object.fromEntries(props.fields.map(({ name, known }) => [name, known.value])),
  )
  const changed = Object.fromEntries(
    props.fields
      .filter(({ name, known }) => (values[name] ?? '').trim() !== known.value)
      .map(({ name }) => [name, (values[name] ?? '').trim()]),
  )
  const client = useQueryClient()
  const saving = useMutation({
    mutationFn: () => ask('/me', { method: 'PATCH', body: { fields: changed, version: props.version } }),
    onSuccess: () => props.close(true),
    onSettled: () => readAnew(client),
  })
  const id = useId()
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (saving.isPending) return
    if (Object.keys(changed).length === 0) props.close(false)
    else saving.mutate()
  }
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.close(false)
  }
  return (
    <form className="form" onSubmit={save} onKeyDown={escape}>
      {props.fields.map(({ name }, i) => (
        <Input
          key={name}
          name={name}
          value={values[name] ?? ''}
          first={i === 0}
          wrong={saving.isError ? `${id}-wrong` : undefined}
          change={(value) => setValues((before) => ({ ...before, [name]: value }))}
        />
      ))}
      {saving.isError && (
        <p id={`${id}-wrong`} className="wrong" role="alert">
          {whatWentWrong(t, saving.error)}
        </p>
      )}
      <p className="acts">
        <button type="submit" className="button main" aria-disabled={saving.isPending}>
          {t('held.save')}
        </button>
        <button type="button" className="button quiet" onClick={() => props.close(false)}>
          {t('held.cancel')}
        </button>
      </p>
    </form>
  )
}

interface InputProps {
  name: string
  value: string
  first: boolean
  wrong: string | undefined
  change: (value: string) => void
}

const KINDS: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', date: 'date' }
const COMPLETES: Readonly<Record<string, string>> = {
  given_name: 'given-name',
  family_name: 'family-name',
  email: 'email',
  phone: 'tel',
  street: 'street-address',
  postcode: 'postal-code',
  city: 'address-level2',
  country: 'country',
  birth_date: 'bday',
}

function Input(props: InputProps): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  const field = isFieldName(props.name) ? FIELDS[props.name] : undefined
  const options =
    field?.type === 'country' ? countries(language) : field?.type === 'language' ? languages(language) : null
  const same = {
    id,
    value: props.value,
    autoFocus: props.first,
    autoComplete: COMPLETES[props.name] ?? 'off',
    'aria-invalid': props.wrong !== undefined,
    'aria-describedby': props.wrong,
  }
  return (
    <p className="field">
      <label htmlFor={id}>{nameOf(t, `field.${props.name}`, props.name)}</label>
      {options ? (
        <select {...same} onChange={(event) => props.change(event.target.value)}>
          {!options.some(({ code }) => code === props.value) && (
            <option value={props.value}>{props.value}</option>
          )}
          {options.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...same}
          type={KINDS[field?.type ?? ''] ?? 'text'}
          dir="auto"
          maxLength={field ? field.max * 2 : undefined}
          onChange={(event) => props.change(event.target.value)}
        />
      )}
    </p>
  )
}
