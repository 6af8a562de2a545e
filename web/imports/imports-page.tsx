import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { Head } from '../../ui/head.tsx'
import { Name, Tag, type Tone } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { Refused } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import type { Import, Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './imports.module.css'
import { leftWords } from './progress.ts'

const TONES: Record<Import['state'], Tone> = {
  queued: 'plain',
  running: 'plain',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
}

/** All imports, newest first. */
export function ImportsPage() {
  const words = useWords()
  const { t, moment } = words
  useTitle(t('imports.title'))
  const { data, error, refetch } = useQuery({
    queryKey: ['imports', 'all'],
    queryFn: ({ signal }) => call<Pick<Page<Import>, 'items'>>('/imports', { signal }),
  })
  const items = data?.items.filter((one) => !one.dry_run)
  return (
    <div className={style.page}>
      <Head title={t('imports.title')}>
        <Button component={Link} to="/imports/new" variant="filled">
          {t('imports.new')}
        </Button>
      </Head>
      {error && <Refused error={error} onAgain={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {items?.length === 0 && (
        <Empty title={t('imports.none')} says={t('imports.noneSays')}>
          <Button component={Link} to="/imports/new">
            {t('imports.new')}
          </Button>
        </Empty>
      )}
      {!!items?.length && (
        <Rows label={t('imports.title')} head={[t('imports.file'), t('imports.state'), t('imports.begun')]}>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to={`/imports/${one.id}`}>
                  <Name>{one.file ?? t('imports.nameless')}</Name>
                </Link>
              </td>
              <td>
                <Tag tone={TONES[one.state]}>{t(`imports.is.${one.state}`)}</Tag> {leftWords(one, words)}
              </td>
              <td className={style.quiet}>{moment(one.created_at ?? '')}</td>
            </tr>
          ))}
        </Rows>
      )}
    </div>
  )
}
