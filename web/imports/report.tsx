import { Button } from '@mantine/core'
import { catalogue, type Code } from '../../core/errors.ts'
import { Name, Part, Tag, type Tone } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { RefusedNote } from '../shell/refused.tsx'
import type { ReportRow } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { useReport } from './data.ts'
import style from './imports.module.css'

const TONES: Readonly<Record<string, Tone>> = {
  imported: 'good',
  updated: 'good',
  duplicate: 'plain',
  suppressed: 'plain',
  rejected: 'bad',
}

/** Row by row: what was done with it, and what to mend. Holds no value of the file. */
export function Report({ id }: { id: string }) {
  const { t } = useWords()
  const report = useReport(id)
  const rows = (report.data?.pages ?? []).flatMap((page) => page.items)
  return (
    <section className={style.report}>
      <Part>{t('imports.report')}</Part>
      {report.error && <RefusedNote error={report.error} />}
      {report.data && rows.length === 0 && <p className={style.quiet}>{t('imports.nothingToSay')}</p>}
      {rows.length > 0 && (
        <Rows
          label={t('imports.report')}
          head={[t('imports.row'), t('imports.outcome'), t('imports.because')]}
        >
          {rows.map((row, nth) => (
            <Row key={`${row.row} ${nth}`} row={row} />
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

function Row({ row }: { row: ReportRow }) {
  const { say, number } = useWords()
  const { outcome, problems } = row
  return (
    <tr>
      <td>{number(row.row)}</td>
      <td>
        <Tag tone={TONES[outcome] ?? 'plain'}>{say(`imports.one.${outcome}`, outcome)}</Tag>
      </td>
      <td>
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
