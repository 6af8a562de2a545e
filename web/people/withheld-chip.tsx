import { Withheld } from '../../ui/about.tsx'
import { useReason } from '../purpose/reason.ts'
import { useWords } from '../words/i18n.ts'

interface ChipProps {
  reason: string
  field: string
  tabIndex?: number
}

/** A field that is held and not shown: hover or focus says why and what would change it. */
export function WithheldChip({ reason, field, tabIndex }: ChipProps) {
  const { t, say } = useWords()
  const { why, change } = useReason(reason)
  const label = say(`field.${field}`, field)
  return (
    <Withheld word={t('withheld.word')} label={t('withheld.label', { field: label })} tabIndex={tabIndex}>
      <p>
        <b>{why}</b>
      </p>
      {change && <p>{change}</p>}
    </Withheld>
  )
}
