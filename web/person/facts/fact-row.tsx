import { Mask } from '../../../ui/marks.tsx'
import { plain, withheldReason } from '../../people/name.ts'
import { WithheldChip } from '../../people/withheld-chip.tsx'
import type { Person } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { EditFact } from './edit-fact.tsx'
import style from './facts.module.css'
import { groupOf } from './order.ts'
import { SourceCard } from './source-card.tsx'

interface FactRowProps {
  person: Person
  field: string
  editing: boolean
  onEdit: () => void
  onDone: () => void
  onHistory: () => void
}

/** A label, its value, where it comes from, and the word that edits it. */
export function FactRow({ person, field, editing, onEdit, onDone, onHistory }: FactRowProps) {
  const { t, say } = useWords()
  const fact = person.fields[field]
  const label = say(`field.${field}`, field)
  if (editing) return <EditFact person={person} field={field} label={label} onDone={onDone} />
  const reason = withheldReason(fact)
  const value = plain(fact)
  return (
    <div className={style.row}>
      <dt>{label}</dt>
      <dd>
        {reason ? (
          <WithheldChip reason={reason} field={field} />
        ) : (
          <>
            <Value field={field} value={value ?? '–'} />
            {fact && 'value' in fact && <SourceCard fact={fact} label={label} onHistory={onHistory} />}
            {groupOf(field) !== 'secret' && (
              <button
                type="button"
                className={style.edit}
                onClick={onEdit}
                aria-label={t('facts.editOne', { field: label })}
              >
                {t('facts.edit')}
              </button>
            )}
          </>
        )}
      </dd>
    </div>
  )
}

function Value({ field, value }: { field: string; value: string }) {
  const { t, day } = useWords()
  if (groupOf(field) === 'secret') return <Mask>{value}</Mask>
  if (field === 'phone' || field === 'customer_number')
    return (
      <bdi className={style.value} dir="ltr">
        {value}
      </bdi>
    )
  const shown =
    field === 'birth_date'
      ? day(value) || value
      : field === 'country'
        ? named('region', value, t('lang'))
        : field === 'language'
          ? named('language', value, t('lang'))
          : value
  return (
    <bdi className={style.value} dir="auto">
      {shown}
    </bdi>
  )
}

/** 'Germany' for DE, 'Portuguese' for pt; the code itself where nobody knows it. */
function named(type: 'region' | 'language', code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type }).of(code) ?? code
  } catch {
    return code
  }
}
