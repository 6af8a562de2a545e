import { Button, CopyButton, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Head } from '../../ui/head.tsx'
import { Note } from '../../ui/note.tsx'
import { call } from '../api.ts'
import { fold } from '../person/timeline/fold.ts'
import { Line } from '../person/timeline/line.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import type { LedgerLine, Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './ledger.module.css'

interface Checkpoint {
  readonly size?: number
  readonly origin?: string
  readonly root?: string
  /** The signed note as it is published. */
  readonly note?: string
  readonly checkpoint?: string
}

/** What was done here lately, by whom and for what; and the head of the ledger, as it is published. */
export function LedgerPage() {
  const { t } = useWords()
  useTitle(t('ledger.title'))
  const lines = useInfiniteQuery({
    queryKey: ['ledger'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<LedgerLine>>('/ledger', { query: { cursor: pageParam, limit: 60 }, signal }),
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  })
  const items = (lines.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <div className={style.page}>
      <Head title={t('ledger.title')}>
        <Button onClick={() => void lines.refetch()} loading={lines.isRefetching}>
          {t('ledger.again')}
        </Button>
      </Head>
      <p className={style.says}>{t('ledger.says')}</p>
      <CheckpointPart />
      {lines.error && <Refused error={lines.error} onAgain={() => void lines.refetch()} />}
      {lines.isPending && <Skeleton height={240} />}
      <ol>
        {fold(items).map(({ line, times }) => (
          <Line key={line.event_id} line={line} times={times} />
        ))}
      </ol>
      {lines.data && items.length === 0 && <p className={style.says}>{t('ledger.none')}</p>}
      {lines.hasNextPage && (
        <Button
          variant="subtle"
          onClick={() => void lines.fetchNextPage()}
          loading={lines.isFetchingNextPage}
        >
          {t('timeline.earlier')}
        </Button>
      )}
    </div>
  )
}

function CheckpointPart() {
  const { t, number } = useWords()
  const { data, error } = useQuery({
    queryKey: ['ledger', 'checkpoint'],
    queryFn: ({ signal }) => call<Checkpoint>('/ledger/checkpoint', { signal }),
  })
  if (error || !data) return null
  const note = data.note ?? data.checkpoint
  return (
    <Note title={t('ledger.checkpoint', { n: number(data.size ?? sizeOf(note)) })}>
      <p>{t('ledger.checkpointSays')}</p>
      {note && (
        <>
          <pre className={style.note} tabIndex={0} role="region" aria-label={t('ledger.checkpointText')}>
            {note}
          </pre>
          <CopyButton value={note}>
            {({ copied, copy }) => (
              <Button size="compact-sm" onClick={copy}>
                {copied ? t('copied') : t('ledger.copy')}
              </Button>
            )}
          </CopyButton>
        </>
      )}
    </Note>
  )
}

/** The size stands in the second line of a checkpoint (C2SP tlog-checkpoint). */
function sizeOf(note: string | undefined): number {
  return Number(note?.split('\n')[1]) || 0
}
