import { Button, Progress, Skeleton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Head } from '../../ui/head.tsx'
import { Name } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { Refused, RefusedNote } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import { useWords } from '../words/i18n.ts'
import { Counts } from './counts.tsx'
import { useImport } from './data.ts'
import style from './imports.module.css'
import { cancelImport, isRunning, leftWords, share, stays } from './progress.ts'
import { FailedSays } from './failed.tsx'
import { Report } from './report.tsx'
import { UndoButton, UndoState, useUndo } from './undo.tsx'

/** One import: how far it is, what came of it, row by row. */
export function ImportPage() {
  const words = useWords()
  const { t, number } = words
  const { id } = useParams({ strict: false }) as { id: string }
  const queries = useQueryClient()
  const { data: one, error, refetch } = useImport(id)
  const cancel = useMutation({ mutationFn: () => cancelImport(id, queries) })
  useTitle(t('imports.one.title'))
  const running = !!one && isRunning(one)
  const ended = !!one && !running
  const undo = useUndo(ended ? one : undefined).data
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ['people'] })
  }, [ended, undo?.state, queries])
  if (error) return <Refused error={error} onAgain={() => void refetch()} />
  return (
    <div className={style.page}>
      <Head
        title={
          one ? (
            <>
              {t(`imports.doing.${one.state}`)} {one.file && <Name>{one.file}</Name>}
            </>
          ) : (
            <Skeleton width={220} height={24} />
          )
        }
      >
        {running && (
          <Button onClick={() => cancel.mutate()} loading={cancel.isPending}>
            {t('imports.cancel')}
          </Button>
        )}
        {ended && undo && <UndoButton one={one} undo={undo} />}
        <Button component={Link} to="/imports" variant="subtle">
          {t('imports.all')}
        </Button>
      </Head>
      {cancel.error && <RefusedNote error={cancel.error} />}
      {running && (
        <div role="status">
          <p className={style.quiet}>{leftWords(one, words)}</p>
          <Progress my="sm" value={(share(one) ?? 0) * 100} aria-label={t('imports.one.title')} />
          <p className={style.quiet}>{t('imports.goesOn')}</p>
        </div>
      )}
      {one && <Counts one={one} />}
      {ended && undo && <UndoState one={one} undo={undo} />}
      {one?.state === 'cancelled' && (
        <Note>{t('imports.cancelledSays', { count: stays(one), n: number(stays(one)) })}</Note>
      )}
      {one?.state === 'failed' && (
        <Note tone="bad">
          <FailedSays code={one.problem} />
        </Note>
      )}
      {one && !running && <Report one={one} />}
    </div>
  )
}
