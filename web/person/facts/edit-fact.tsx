import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Note } from '../../../ui/note.tsx'
import { Refusal } from '../../api.ts'
import { FactInput } from '../../people/fact-input.tsx'
import { asSource, missingSource, SourceFields } from '../../people/source-fields.tsx'
import type { Person } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { useChangeFact } from './change-fact.ts'
import type { Draft } from './drafts.ts'
import style from './facts.module.css'

interface EditProps {
  person: Person
  field: string
  label: string
  draft: Draft
  onDraft: (draft: Draft) => void
  onDone: () => void
}

/** A value edited where it stands; who told the new one is asked right below. */
export function EditFact({ person, field, label, draft, onDraft, onDone }: EditProps) {
  const { t } = useWords()
  const change = useChangeFact(person)
  const { value, stated } = draft
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
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <FactInput
        field={field}
        label={label}
        value={value}
        onChange={(typed) => onDraft({ ...draft, value: typed })}
        error={caused && `${caused.title}. ${caused.fix}`}
        autoFocus
      />
      <SourceFields
        value={stated}
        onChange={(said) => onDraft({ ...draft, stated: said })}
        errors={tried ? missing : {}}
        brief
      />
      {!value.trim() && <Note tone="mind">{t('facts.willBeEmpty')}</Note>}
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
