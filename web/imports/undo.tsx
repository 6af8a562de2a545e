import { Button, Group, Progress, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Part } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { Dialog } from '../shell/dialog.tsx'
import { RefusedNote } from '../shell/refused.tsx'
import type { Import, ImportUndo } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './imports.module.css'

const FOLLOW_MS = 900

/** How far an import is undone, followed for as long as it goes on. */
export function useUndo(one: Import | undefined, cursor?: string) {
  return useQuery({
    queryKey: ['imports', 'undo', one?.id, cursor ?? ''],
    enabled: !!one && !one.dry_run && one.counts.imported > 0,
    queryFn: ({ signal }) => call<ImportUndo>(`/imports/${one!.id}/undo`, { query: { cursor }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? FOLLOW_MS : false),
  })
}

/** The button that undoes an import, said in full first. */
export function UndoButton({ one, undo }: { one: Import; undo: ImportUndo }) {
  const { t, number } = useWords()
  const queries = useQueryClient()
  const [asking, dialog] = useDisclosure()
  const begin = useMutation({
    mutationFn: () => call(`/imports/${one.id}/undo`, { method: 'POST', body: {} }),
    onSuccess: async () => {
      dialog.close()
      await queries.invalidateQueries({ queryKey: ['imports', 'undo', one.id] })
    },
  })
  const { people, would, updated } = undo.counts
  if (undo.state === 'running' || people === 0) return null
  const many = would ?? people
  return (
    <>
      <Button onClick={dialog.open} disabled={would === 0}>
        {t('imports.undo.do')}
      </Button>
      <Dialog opened={asking} onClose={dialog.close} title={t('imports.undo.title')}>
        <Stack gap="sm">
          <p>
            {would === null
              ? t('imports.undo.upTo', { n: number(people) })
              : t('imports.undo.says', { count: many, n: number(many) })}
          </p>
          {would !== null && would < people && (
            <p>{t('imports.undo.staying', { count: people - would, n: number(people - would) })}</p>
          )}
          {updated > 0 && <p>{t('imports.undo.updated', { count: updated, n: number(updated) })}</p>}
          <p>{t('imports.undo.again')}</p>
          {begin.error && <RefusedNote error={begin.error} />}
          <Group justify="end" gap="xs">
            <Button variant="subtle" onClick={dialog.close}>
              {t('cancel')}
            </Button>
            <Button color="red" loading={begin.isPending} onClick={() => begin.mutate()}>
              {t('imports.undo.go', { count: many, n: number(many) })}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}

/** How far it is, and who stays and why. */
export function UndoState({ one, undo }: { one: Import; undo: ImportUndo }) {
  const { t, number } = useWords()
  const { undone, people } = undo.counts
  if (undo.state === 'none') return null
  if (undo.state === 'running')
    return (
      <div role="status">
        <p className={style.quiet}>{t('imports.undo.running', { n: number(undone) })}</p>
        <Progress
          my="sm"
          value={(undone / Math.max(1, undone + people)) * 100}
          aria-label={t('imports.undo.title')}
        />
        <p className={style.quiet}>{t('imports.goesOn')}</p>
      </div>
    )
  return (
    <>
      <Note>{t('imports.undo.done', { count: undone, n: number(undone) })}</Note>
      {people > 0 && <Stay one={one} count={people} />}
    </>
  )
}

function Stay({ one, count }: { one: Import; count: number }) {
  const { t, say, number } = useWords()
  const [after, setAfter] = useState<string>()
  const page = useUndo(one, after)
  return (
    <section className={style.report}>
      <Part>{t('imports.undo.stay', { count, n: number(count) })}</Part>
      {page.error && <RefusedNote error={page.error} />}
      {page.data?.items.length === 0 && <p className={style.quiet}>{t('imports.undo.unseen')}</p>}
      {!!page.data?.items.length && (
        <Rows label={t('imports.undo.stays')} head={[t('imports.undo.who'), t('imports.because')]}>
          {page.data.items.map(({ person, why, says }, nth) => (
            <tr key={person}>
              <td>
                <Link to={`/people/${person}`}>{t('imports.undo.person', { n: number(nth + 1) })}</Link>
              </td>
              <td>{say(`imports.undo.why.${why}`, says)}</td>
            </tr>
          ))}
        </Rows>
      )}
      {page.data?.next && (
        <Button variant="subtle" onClick={() => setAfter(page.data!.next!)}>
          {t('imports.more')}
        </Button>
      )}
    </section>
  )
}
