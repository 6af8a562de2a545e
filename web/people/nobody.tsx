import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { usePurpose } from '../purpose/use-purpose.ts'
import { usePurposeName } from '../purpose/purpose-label.tsx'
import type { People } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { useAbout } from './footer.tsx'
import type { Wanted } from './use-people.ts'

interface NobodyProps {
  wanted: Wanted
  withheld: People['withheld']
  onSomeone?: () => void
}

/** An empty list: nobody was found, everybody is withheld, or nobody is here yet; each with its first step. */
export function NobodyHere({ wanted, withheld, onSomeone }: NobodyProps) {
  const { t } = useWords()
  const about = useAbout()
  const name = usePurposeName()
  const { purpose } = usePurpose('people')
  if (wanted.search)
    return (
      <Empty title={t('people.notFound.title', { search: wanted.search })} says={t('people.notFound.says')}>
        {onSomeone && <Button onClick={onSomeone}>{t('people.someone')}</Button>}
        <Button component={Link} to="/people/new">
          {t('people.new')}
        </Button>
      </Empty>
    )
  if (withheld && typeof withheld.people === 'number' && withheld.people > 0)
    return (
      <Empty
        title={t('people.allWithheld.title', { purpose: purpose ? name(purpose) : wanted.purpose })}
        says={t('people.allWithheld.says', { about: about(withheld.people) })}
      >
        {onSomeone && <Button onClick={onSomeone}>{t('people.someone')}</Button>}
      </Empty>
    )
  return (
    <Empty title={t('people.none.title')} says={t('people.none.says')}>
      <Button component={Link} to="/people/new" variant="filled">
        {t('people.new')}
      </Button>
      <Button component={Link} to="/imports/new">
        {t('people.import')}
      </Button>
    </Empty>
  )
}
