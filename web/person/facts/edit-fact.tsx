import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FIELDS, isFieldName } from '../../../core/fields.ts'
import { Note } from '../../../ui/note.tsx'
import { Refusal } from '../../api.ts'
import { plain } from '../../people/name.ts'
import { asSource, missingSource, SourceFields, UNSTATED } from '../../people/source-fields.tsx'
import type { Person } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { useChangeFact } from './change-fact.ts'
import style from './facts.module.css'

interface EditProps {
  person: Person
  field: string
  label: string
  onDone: () => void
}

/** A value edited where it stands; who told the new one is asked right below. */
export function EditFact({ person, field, label, onDone }: EditProps) {
  const { t } = useWords()
  const change = useChangeFact(person)
  const [value, setValue] = useState(plain(person.fields[field]) ?? '')
  const [stated, setStated] = useState(UNSTATED)
  const [tried, setTried] = useState(false)
  const missing = missingSource(stated, t)
  const submit = () => {
    setTried(true)
    if (Object.keys(missing).length > 0) return
    change.mutate({ field, value: value.trim(), source: asSource(stated) }, { onSuccess: onDone })
  }
  const caused = change.error instanceof Refusal && change.error.field === field ? change.error : undefined
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <TextInput
        label={label}
        value={value}
        type={field === 'birth_date' ? 'date' : 'text'}
        dir="auto"
        autoFocus
        maxLength={isFieldName(field) ? FIELDS[field].max : 400}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={caused && `${caused.title}. ${caused.fix}`}
      />
      <SourceFields value={stated} onChange={setStated} errors={tried ? missing : {}} brief />
      {!value.trim() && <Note tone="wait">{t('facts.willBeEmpty')}</Note>}
      {change.error && !caused && <RefusedNote error={change.error} />}
      <Group justify="end" gap="xs">
        <Button size="compact-sm" variant="subtle" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button size="compact-sm" variant="filled" type="submit" loading={change.isPending}>
          {t('save')}
        </Button>
      </Group>
    </form>
  )
}
