import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ask } from '../api.ts'
import { Part } from '../frame.tsx'
import { dayName, howLongAgo, moment } from '../language/dates.ts'
import { useWords, whatWentWrong } from '../language/words.ts'
import type { LedgerPage, Me } from '../shapes.ts'
import { Check } from './check.tsx'
import { daysOf, sentenceOf, type Day } from './story.ts'

const SOME = 50

/** Everything that happened to what we hold, told day by day. It ends when the person has read enough. */
export function Looked(props: { me: Me }): ReactNode {
  const { t, language } = useWords()
  const ledger = useInfiniteQuery({
    queryKey: ['ledger'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask<LedgerPage>(`/me/ledger?limit=${SOME}${pageParam && `&cursor=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const lines = ledger.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Part id="looked" title={t('looked.title')}>
      {ledger.isPending && (
        <p className="lead late" role="status">
          {t('wait')}
        </p>
      )}
      {ledger.isError && (
        <p className="wrong" role="alert">
          {whatWentWrong(t, ledger.error)}{' '}
          <button type="button" className="plain" onClick={() => void ledger.refetch()}>
            {t('again')}
          </button>
        </p>
      )}
      {ledger.data && lines.length === 0 && <p className="lead">{t('looked.none')}</p>}
      <ol className="rows">
        {daysOf(lines, (line) => sentenceOf(t, language, line, props.me.standing)).map((one) => (
          <StoryDay key={one.key} day={one} />
        ))}
      </ol>
      {ledger.hasNextPage && (
        <p className="more">
          <button
            type="button"
            className="plain"
            aria-disabled={ledger.isFetchingNextPage}
            onClick={() => void ledger.fetchNextPage()}
          >
            {ledger.isFetchingNextPage ? t('wait') : t('looked.earlier')}
          </button>
        </p>
      )}
      {lines.length > 0 && <Check personId={props.me.person.id} lines={lines} />}
    </Part>
  )
}

/** One day of the story. */
export function StoryDay(props: { day: Day }): ReactNode {
  const { t, language } = useWords()
  const { at, happenings } = props.day
  const now = new Date()
  const ago = howLongAgo(at, now)
  return (
    <li className="story">
      <h3>
        <time dateTime={at.toISOString().slice(0, 10)}>
          {ago === 'today' || ago === 'yesterday' ? t(`looked.${ago}`) : dayName(at, now, language)}
        </time>
      </h3>
      {happenings.map((one) => (
        <p key={one.sentence} title={moment(one.at, language)}>
          {one.sentence}
          {one.times > 1 && ` ${t('told.times', { count: one.times })}`}
        </p>
      ))}
    </li>
  )
}
