import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { catalogue, type Code } from '../../core/errors.ts'
import { Name, Part, Tag, type Tone } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Words } from '../../ui/words.tsx'
import { RefusedNote } from '../shell/refused.tsx'
import type { Import, ReportRow } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { useReport } from './data.ts'
import style from './imports.module.css'

const TONES: Readonly<Record<string, Tone>> = { imported: 'good', updated: 'good', rejected: 'bad' }

/** Rows to look at are gathered from so many parts of the report before someone has to ask for more. */
const PARTS_AT_ONCE = 10
const ENOUGH = 50

/** Row by row: what was done with it, and what to mend; those to look at first. Holds no value of the file. */
export function Report({ one }: { one: Import }) {
  const { t, number } = useWords()
  const { id, to_look_at } = one
  const report = useReport(id)
  const [which, setWhich] = useState<'look' | 'all'>('look')
  const parts = report.data?.pages ?? []
  const all = parts.flatMap((page) => page.items)
  const rows = which === 'all' ? all : all.filter(isToLookAt)
  const gather = which === 'look' && report.hasNextPage && rows.length < ENOUGH
  const further = useEffectEvent(() => {
    if (gather && parts.length % PARTS_AT_ONCE !== 0) void report.fetchNextPage()
  })
  useEffect(() => further(), [parts.length, which])
  return (
    <section className={style.report}>
      <Part>{t('imports.report')}</Part>
      <Words
        label={t('imports.report')}
        of={['look', 'all'] as const}
        chosen={which}
        word={(rows) =>
          rows === 'all' ? t('imports.allRows') : t('imports.toLookAt', { n: number(to_look_at) })
        }
        onChoose={setWhich}
      />
      {report.error && <RefusedNote error={report.error} />}
      {report.data && rows.length === 0 && !report.isFetching && (
        <p className={style.quiet}>{t('imports.nothingToSay')}</p>
      )}
      {rows.length > 0 && (
        <Rows
          label={t('imports.report')}
          head={[t('imports.row'), t('imports.outcome'), t('imports.because')]}
        >
          {rows.map((row) => (
            <Row key={row.row} row={row} />
          ))}
        </Rows>
      )}
      {report.hasNextPage && (
        <Button
          variant="subtle"
          onClick={() => void report.fetchNextPage()}
          loading={report.isFetchingNextPage}
        >
          {t('imports.more')}
        </Button>
      )}
    </section>
  )
}

function isToLookAt({ outcome, problems }: ReportRow): boolean {
  return problems.length > 0 || !(outcome === 'imported' || outcome === 'updated')
}

function Row({ row }: { row: ReportRow }) {
  const { t, say, number } = useWords()
  const { outcome, problems } = row
  return (
    <tr>
      <td data-label={t('imports.row')}>{number(row.row)}</td>
      <td>
        <Tag tone={TONES[outcome] ?? 'plain'}>{say(`imports.one.${outcome}`, outcome)}</Tag>
      </td>
      <td>
        {problems.length === 0 && say(`report.outcome.${outcome}`, '')}
        {problems.map((problem, nth) => (
          <p key={nth}>
            {problem.column && (
              <b>
                <Name>{problem.column}</Name>:{' '}
              </b>
            )}
            {problem.says ?? say(`report.${problem.code}`, titleOf(problem.code))}
          </p>
        ))}
      </td>
    </tr>
  )
}

/** What the catalogue calls a code; the code itself where it is newer than this page. */
function titleOf(code: string): string {
  return Object.hasOwn(catalogue, code) ? catalogue[code as Code].title : code
}
