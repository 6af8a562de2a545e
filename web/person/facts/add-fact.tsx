import { Button, Select } from '@mantine/core'
import { useWords } from '../../words/i18n.ts'
import style from './facts.module.css'

interface AddFactProps {
  missing: readonly string[]
  onChoose: (field: string) => void
  onCancel: () => void
}

/** A fact that is not held yet: which one. Its value and source are asked next. */
export function AddFact({ missing, onChoose, onCancel }: AddFactProps) {
  const { t, say } = useWords()
  return (
    <div
      className={style.form}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onCancel()}
    >
      <Select
        label={t('facts.which')}
        data={missing.map((name) => ({ value: name, label: say(`field.${name}`, name) }))}
        value={null}
        onChange={(field) => field && onChoose(field)}
        autoFocus
        searchable
      />
      <div>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}
