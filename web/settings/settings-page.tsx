import { Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
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

/** The frame of the settings: their pages at the side, or behind a button where there is no room beside them. */
export function SettingsPage() {
  const { t } = useWords()
  const narrow = useMediaQuery('(max-width: 48rem)', undefined, { getInitialValueInEffect: false })
  return (
    <div className={style.frame}>
      <nav className={style.list} aria-label={t('shell.settings')}>
        {narrow ? <PagesMenu /> : <PagesList />}
      </nav>
      <Outlet />
    </div>
  )
}

function PagesList() {
  const { t } = useWords()
  return PAGES.map(([path, words]) => (
    <Link key={path} to={`/settings/${path}`} activeProps={{ 'aria-current': 'page' }}>
      {t(`settings.${words}.title`)}
    </Link>
  ))
}

function PagesMenu() {
  const { t } = useWords()
  const navigate = useNavigate()
  const here = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button size="compact-sm" rightSection={<span aria-hidden>▾</span>}>
          {t('settings.all')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {PAGES.map(([path, words]) => (
          <Menu.Item
            key={path}
            aria-current={here === `/settings/${path}` ? 'page' : undefined}
            onClick={() => void navigate({ to: `/settings/${path}` })}
          >
            {t(`settings.${words}.title`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
