import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import type { Person } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { EditFact } from './edit-fact.tsx'
import style from './facts.module.css'

interface AddFactProps {
  person: Person
  missing: readonly string[]
  onDone: () => void
}

/** A fact that is not held yet: which, then its value and source. */
export function AddFact({ person, missing, onDone }: AddFactProps) {
  const { t, say } = useWords()
  const [field, setField] = useState<string | null>(null)
  const label = (name: string) => say(`field.${name}`, name)
  if (field) return <EditFact person={person} field={field} label={label(field)} onDone={onDone} />
  return (
    <div className={style.form}>
      <Select
        label={t('facts.which')}
        data={missing.map((name) => ({ value: name, label: label(name) }))}
        value={field}
        onChange={setField}
        autoFocus
        searchable
      />
      <div>
        <Button size="compact-sm" variant="subtle" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}
