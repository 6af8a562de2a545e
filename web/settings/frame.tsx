import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Head } from '../../ui/head.tsx'
import { call } from '../api.ts'
import { Refused } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import style from './settings.module.css'

interface FrameProps {
  title: string
  says: string
  /** What can be done here. */
  deeds?: ReactNode
  children: ReactNode
}

/** One page of the settings: its title, what it is, what it holds. */
export function SettingFrame({ title, says, deeds, children }: FrameProps) {
  useTitle(title)
  return (
    <div className={style.page}>
      <Head title={title}>{deeds}</Head>
      <p className={style.says}>{says}</p>
      {children}
    </div>
  )
}

interface LoadedProps<T> {
  path: string
  children: (data: T) => ReactNode
}

/** Shows what a registry answers, or that it is on its way, or why it did not come. */
export function Loaded<T>({ path, children }: LoadedProps<T>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', path],
    queryFn: ({ signal }) => call<T>(path, { signal }),
  })
  if (error) return <Refused error={error} onAgain={() => void refetch()} />
  if (data === undefined) return <Skeleton height={200} />
  return children(data)
}
