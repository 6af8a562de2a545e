import { plain, withheldReason } from '../../people/name.ts'
import { WithheldChip } from '../../people/withheld-chip.tsx'
import type { Person } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import type { Drafts } from './drafts.ts'
import { EditFact } from './edit-fact.tsx'
import style from './facts.module.css'
import { SourceCard } from './source-card.tsx'

interface FactRowProps {
  person: Person
  field: string
  drafts: Drafts
  onEdit: () => void
  onHistory: () => void
}

/** A label, its value, where it comes from, and the word that edits it. */
export function FactRow({ person, field, drafts, onEdit, onHistory }: FactRowProps) {
  const { say } = useWords()
  const fact = person.fields[field]
  const label = say(`field.${field}`, field)
  const draft = drafts.of[field]
  if (draft)
    return (
      <div>
        <dt className={style.unseen}>{label}</dt>
        <dd>
          <EditFact
            person={person}
            field={field}
            label={label}
            draft={draft}
            onDraft={(next) => drafts.write(field, next)}
            onDone={() => drafts.close(field)}
          />
        </dd>
      </div>
    )
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
            <Value field={field} value={value ?? '–'} label={label} onEdit={onEdit} />
            {/* the dot does not go on to a line of its own */}
            {'\u2060'}
            {fact && 'value' in fact && <SourceCard fact={fact} label={label} onHistory={onHistory} />}
          </>
        )}
      </dd>
    </div>
  )
}

interface ValueProps {
  field: string
  value: string
  label: string
  onEdit: () => void
}

function Value({ field, value, label, onEdit }: ValueProps) {
  const { t } = useWords()
  const shown = useShown(field, value)
  const open = () => {
    if (!getSelection()?.toString()) onEdit()
  }
  return (
    <bdi
      className={style.value}
      dir={field === 'phone' || field === 'customer_number' ? 'ltr' : 'auto'}
      role="button"
      tabIndex={0}
      aria-label={t('facts.editOne', { field: label, value: shown })}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onEdit()
      }}
    >
      {field === 'email' ? <Address>{shown}</Address> : shown}
    </bdi>
  )
}

/** An address goes on in a second line before its @, not in the middle of a word. */
function Address({ children }: { children: string }) {
  const at = children.lastIndexOf('@')
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  )
}

/** A value as people say it: '12 March 1990', 'Germany' for DE, 'Portuguese' for pt. */
function useShown(field: string, value: string): string {
  const { t, day } = useWords()
  if (field === 'birth_date') return day(value) || value
  if (field === 'country') return named('region', value, t('lang'))
  if (field === 'language') return named('language', value, t('lang'))
  return value
}

/** The name of a code; the code itself where nobody knows it. */
function named(type: 'region' | 'language', code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type }).of(code) ?? code
  } catch {
    return code
  }
}
