import { Button } from '@mantine/core'
import { Key } from '../../ui/marks.tsx'
import { useWords } from '../words/i18n.ts'
import style from './people.module.css'

interface BarProps {
  count: number
  onChange: () => void
  onClear: () => void
}

/** What can be done with everybody who is selected. */
export function SelectionBar({ count, onChange, onClear }: BarProps) {
  const { t, number } = useWords()
  return (
    <div className={style.bar} role="toolbar" aria-label={t('people.bar')}>
      <b role="status">{t('people.selectedCount', { n: number(count) })}</b>
      <span className={style.gap} />
      <Button size="compact-sm" onClick={onChange}>
        {t('people.changeField')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onClear} rightSection={<Key bare>Esc</Key>}>
        {t('people.clear')}
      </Button>
    </div>
  )
}
