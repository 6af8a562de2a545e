import { useLocalStorage, useSessionStorage } from '@mantine/hooks'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, Refusal } from '../api.ts'
import { waitsForContract } from '../erasure/contracts.ts'
import { cancelImport, isRunning, leftWords, share } from '../imports/progress.ts'
import type { Erasure, Import, Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'

/** A long work, as the panel at the bottom left shows it. */
export interface Job {
  readonly id: string
  readonly says: string
  readonly file?: string
  readonly to: string
  readonly running: boolean
  /** 0 to 1; undefined where nobody can say. */
  readonly share?: number
  readonly left: string
  readonly cancel?: () => Promise<void>
}

const QUICK_MS = 1500
const SLOW_MS = 30_000
/** Ended work is still shown for this long, so that its outcome is seen by who left the page. */
const SHOW_ENDED_MS = 10 * 60_000

/** Erasures that were started on this device are followed until they are done. */
const FOLLOWED = 'goodfaith.erasures'

export function useFollowedErasures() {
  return useLocalStorage<readonly string[]>({
    key: FOLLOWED,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
}

/** All long work that this person should know of, and how to let go of what has ended. */
export function useJobs(): { jobs: Job[]; dismiss: (id: string) => void } {
  const [gone, setGone] = useSessionStorage<readonly string[]>({
    key: 'goodfaith.dismissed',
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const [followed, follow] = useFollowedErasures()
  const jobs = [...useImportJobs(), ...useErasureJobs(followed)].filter((job) => !gone.includes(job.id))
  return {
    jobs,
    dismiss: (id) => {
      setGone((before) => [...before, id])
      follow((before) => before.filter((one) => one !== id))
    },
  }
}

function useImportJobs(): Job[] {
  const words = useWords()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['imports', 'recent'],
    queryFn: ({ signal }) => call<Pick<Page<Import>, 'items'>>('/imports', { signal }),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? QUICK_MS : SLOW_MS),
    retry: (failures, error) => failures < 3 && !(error instanceof Refusal && error.status === 403),
  })
  const recent = (data?.items ?? []).filter((one) => isRunning(one) || endedLately(one))
  return recent.map((one) => ({
    id: one.id,
    says: words.t(`imports.doing.${one.state}`),
    file: one.file ?? undefined,
    to: `/imports/${one.id}`,
    running: isRunning(one),
    share: share(one),
    left: leftWords(one, words),
    cancel: isRunning(one) ? () => cancelImport(one.id, queries) : undefined,
  }))
}

function endedLately(one: Import): boolean {
  const at = Date.parse(one.ended_at ?? one.created_at ?? '')
  return !one.dry_run && Date.now() - at < SHOW_ENDED_MS
}

function useErasureJobs(ids: readonly string[]): Job[] {
  const { t } = useWords()
  const answers = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['erasures', id],
      queryFn: () => call<Erasure>(`/erasures/${id}`),
      refetchInterval: ({ state: { data } }: { state: { data?: Erasure } }) => {
        if (data?.state === 'done') return false as const
        return data && waitsForContract(data) ? SLOW_MS : QUICK_MS
      },
    })),
  })
  return ids.map((id, at) => {
    const data = answers[at]?.data
    const state = data?.state ?? 'recorded'
    const waits = !!data && waitsForContract(data)
    return {
      id,
      says: t(`erasure.doing.${state}`),
      to: `/erasures/${id}`,
      running: !waits && state !== 'done' && state !== 'waiting_recipients',
      share: { recorded: 0.1, running: 0.5, waiting_recipients: 0.9, done: 1 }[state],
      left: t(`erasure.left.${waits ? 'contract' : state}`),
    }
  })
}
