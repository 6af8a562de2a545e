import { CloseButton, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Name } from '../../ui/marks.tsx'
import { useWords } from '../words/i18n.ts'
import { type Job, useJobs } from './jobs.ts'
import style from './work.module.css'

/** Long work under way: what it is, how far, what is left, cancel. It goes on when one leaves. */
export function Work() {
  const { t } = useWords()
  const { jobs, dismiss } = useJobs()
  if (jobs.length === 0) return null
  return (
    <section className={style.work} aria-label={t('work.title')}>
      {jobs.map((job) => (
        <JobCard key={job.id} job={job} onDismiss={() => dismiss(job.id)} />
      ))}
    </section>
  )
}

/** The same on a phone: one line in the head of the page. */
export function WorkStrip() {
  const { jobs } = useJobs()
  const running = jobs.find((job) => job.running)
  if (!running) return null
  return (
    <Link to={running.to} className={style.strip}>
      {running.share === undefined ? '…' : `${Math.floor(running.share * 100)} %`}
    </Link>
  )
}

function JobCard({ job, onDismiss }: { job: Job; onDismiss: () => void }) {
  const { t } = useWords()
  return (
    <div className={style.job}>
      <div className={style.head}>
        <Link to={job.to}>
          {job.says} {job.file && <Name>{job.file}</Name>}
        </Link>
        {!job.running && <CloseButton size="xs" aria-label={t('work.dismiss')} onClick={onDismiss} />}
      </div>
      {job.running && (
        <Progress
          value={(job.share ?? 0) * 100}
          size={4}
          className={style.bar}
          aria-label={job.file ? `${job.says} ${job.file}` : job.says}
        />
      )}
      <div className={style.foot}>
        <span>{job.left}</span>
        {job.cancel && (
          <button type="button" onClick={() => void job.cancel?.()}>
            {t('work.cancel')}
          </button>
        )}
      </div>
    </div>
  )
}
