import { Link, Outlet } from '@tanstack/react-router'
import { useWords } from '../words/i18n.ts'
import style from './settings.module.css'

const PAGES = [
  ['purposes', 'purposes'],
  ['notices', 'notices'],
  ['balancing', 'balancing'],
  ['laws', 'laws'],
  ['approvals', 'approvals'],
  ['data-map', 'dataMap'],
  ['record', 'record'],
  ['staff', 'staff'],
  ['tokens', 'tokens'],
  ['outbox', 'outbox'],
  ['you', 'you'],
] as const

/** The frame of the settings: their pages at the side. */
export function SettingsPage() {
  const { t } = useWords()
  return (
    <div className={style.frame}>
      <nav className={style.list} aria-label={t('shell.settings')}>
        {PAGES.map(([path, words]) => (
          <Link key={path} to={`/settings/${path}`} activeProps={{ 'aria-current': 'page' }}>
            {t(`settings.${words}.title`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  )
}
