import { About } from '../../ui/about.tsx'
import { Key } from '../../ui/marks.tsx'
import { usePurposeName } from '../purpose/purpose-label.tsx'
import { usePurpose } from '../purpose/use-purpose.ts'
import type { Count, People } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './people.module.css'
import type { PeopleList } from './use-people.ts'

/** How many are shown, how many are withheld and why, and the keys that move. */
export function Footer({ people }: { people: PeopleList }) {
  const { t, number } = useWords()
  const total = people.whole ? people.known : (people.first?.shown ?? undefined)
  const shown =
    total === undefined
      ? t('people.shownSoFar', { n: number(people.known) })
      : t('people.shown', { n: number(total) })
  return (
    <footer className={style.foot}>
      <span>
        <span role="status">{shown}</span>
        <WithheldCount withheld={people.first?.withheld} />
      </span>
      <span className={style.gap} />
      <span className={style.keys}>
        <Key>j</Key> <Key>k</Key> {t('keys.move')} <Key>Enter</Key> {t('keys.openShort')} <Key>?</Key>{' '}
        {t('keys.allShort')}
      </span>
    </footer>
  )
}

interface WithheldCountProps {
  withheld: People['withheld']
}

function WithheldCount({ withheld }: WithheldCountProps) {
  const { t } = useWords()
  const { purpose } = usePurpose('people')
  const name = usePurposeName()
  const about = useAbout()
  if (!withheld || withheld.people === null || withheld.people === 0) return null
  return (
    <>
      {' · '}
      {t('people.withheld', { about: about(withheld.people), purpose: purpose ? name(purpose) : '' })}{' '}
      <About label={t('people.whyLabel')} mark={<span className={style.why}>{t('people.why')}</span>}>
        <WhyList withheld={withheld} />
      </About>
    </>
  )
}

function WhyList({ withheld }: WithheldCountProps) {
  const { t, say } = useWords()
  const about = useAbout()
  const why = Object.entries(withheld?.why ?? {})
  return (
    <>
      <p>
        <b>{t('people.whyTitle')}</b>
      </p>
      {why.map(([code, count]) => (
        <p key={code}>
          {about(count)}: {say(`reason.${code}.many`, say(`reason.${code}.why`, t('reason.unknown.why')))}
        </p>
      ))}
      <p>{t('people.whyChange')}</p>
    </>
  )
}

/** 'about 3,200' or 'a few': counts of the withheld are rounded on purpose. */
export function useAbout(): (count: Count) => string {
  const { t, number } = useWords()
  return (count) => (typeof count === 'number' ? t('people.about', { n: number(count) }) : t('people.few'))
}
