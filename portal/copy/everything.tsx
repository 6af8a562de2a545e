import type { ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day } from '../language/dates.ts'
import { nameOf } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { Stays } from '../leave/plan-parts.tsx'
import { titleOf } from '../letter/choice.tsx'
import { factsOf } from '../letter/facts.ts'
import { StoryDay } from '../letter/looked.tsx'
import { because } from '../letter/needed.tsx'
import { ReceivedList } from '../letter/received.tsx'
import { plainName, sourcesTold } from '../letter/sources.ts'
import { daysOf, sentenceOf } from '../letter/story.ts'
import { readable, shownValue } from '../letter/values.ts'
import type { Everything, Standing } from '../shapes.ts'
import { GrantTold } from './grant-told.tsx'
import { Told, isForPeople } from './told.tsx'

/** What is written out below; whatever else the file holds comes after it, so that nothing can be missing on the paper. */
const WRITTEN = [
  ...['organisation', 'person', 'earlier_values', 'grants', 'purposes', 'readers', 'kept', 'recipients'],
]

/** The export as a person reads it: the same parts as their page, each of them in full. */
export function EverythingTold(props: { of: Everything }): ReactNode {
  const { t, language } = useWords()
  const { of } = props
  const rest = Object.entries(of).filter((part) => isForPeople(part) && !WRITTEN.includes(part[0]))
  return (
    <>
      <Part title={t('copy.organisation')}>
        <p dir="auto">{of.organisation}</p>
      </Part>
      <Facts of={of} />
      <Part title={t('copy.grants')}>
        {of.grants.length === 0 && <p className="lead">{t('agreed.none')}</p>}
        <ul className="rows">
          {of.grants.map((grant) => (
            <GrantTold key={grant.id} grant={grant} />
          ))}
        </ul>
      </Part>
      <Uses standing={of.purposes} />
      <Part title={t('copy.readers')}>
        <ol className="rows">
          {daysOf(of.readers, (line) => sentenceOf(t, language, line, of.purposes)).map((one) => (
            <StoryDay key={one.key} day={one} />
          ))}
        </ol>
      </Part>
      <Part title={t('copy.recipients')}>
        <ReceivedList recipients={of.recipients} />
      </Part>
      {of.kept.length > 0 && <Stays title={t('locked.title')} kept={of.kept} />}
      {rest.map(([name, part]) => (
        <Part key={name} title={nameOf(t, `copy.${name}`, plainName(name))}>
          <Told value={part} />
        </Part>
      ))}
    </>
  )
}

function Facts(props: { of: Everything }): ReactNode {
  const { t, language } = useWords()
  const { person, earlier_values: earlier } = props.of
  return (
    <>
      <Part title={t('copy.person')}>
        <ul className="rows">
          {factsOf(person.fields, person.secrets).map((fact) => (
            <li key={fact.key} className="fact">
              <span className="what">{nameOf(t, `field.${fact.key}`, plainName(fact.key))}</span>
              {fact.is === 'withheld' ? (
                <span>{t('held.withheld_why')}</span>
              ) : (
                <span>
                  <bdi dir={fact.is === 'secret' ? 'ltr' : 'auto'}>{shownValue(fact, language)}</bdi>
                  {sourcesTold(t, language, fact.fields, fact.is === 'secret').map((told) => (
                    <span key={told} className="small">
                      {told}
                    </span>
                  ))}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Part>
      {earlier.length > 0 && (
        <Part title={t('copy.earlier_values')}>
          <ul className="rows">
            {earlier.map(({ field, value, collected_at: at }, place) => (
              <li key={place} className="fact">
                <span className="what">{nameOf(t, `field.${field}`, plainName(field))}</span>
                <span>
                  <bdi dir="auto">{value === null ? t('copy.empty') : readable(field, value, language)}</bdi>
                  <span className="small">{t('copy.told_on', { date: day(at, language) })}</span>
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

/** What is used, each with its reason; all else in one sentence. */
function Uses(props: { standing: readonly Standing[] }): ReactNode {
  const { t, language } = useWords()
  // what a law makes us keep has a part of its own
  const off = props.standing.filter(({ allowed, purpose }) => !allowed && purpose !== 'legal.retention')
  return (
    <Part title={t('copy.purposes')}>
      <ul className="rows">
        {props.standing
          .filter(({ allowed }) => allowed)
          .map((one) => (
            <li key={one.purpose} className="row">
              <h3>{titleOf(t, one)}</h3>
              <p className="small">{because(t, language, one)}</p>
            </li>
          ))}
      </ul>
      {off.length > 0 && (
        <p className="small apart">
          {t('copy.not_for', { names: off.map((one) => titleOf(t, one)).join('; ') })}
        </p>
      )}
    </Part>
  )
}
