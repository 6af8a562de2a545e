import { Burger, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { sessionQuery } from '../session/session.ts'
import { useWords } from '../words/i18n.ts'
import { listenForKeys, useKeys } from './keys.ts'
import { KeysDialog, showKeys } from './keys-dialog.tsx'
import { House, Nav } from './nav.tsx'
import { Palette } from './palette.tsx'
import style from './shell.module.css'
import { undoLast } from './undo.tsx'
import { WorkStrip } from './work.tsx'

/** Every page for staff who are signed in, in its frame. */
export function Shell() {
  const { data: session } = useQuery(sessionQuery)
  if (!session) return <ToSignIn />
  return (
    <Frame>
      <Outlet />
    </Frame>
  )
}

/** Leads to the page for signing in, once, and remembers where one was. */
function ToSignIn() {
  const navigate = useNavigate()
  const { href } = useLocation()
  const go = useEffectEvent(() => {
    void navigate({ to: '/sign-in', search: { back: href }, replace: true })
  })
  useEffect(() => go(), [])
  return null
}

/** Places at the side, the page itself, keys and palette. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const [open, drawer] = useDisclosure()
  useGlobalKeys()
  const where = useRouterState({ select: (state) => state.location.pathname })
  const close = useEffectEvent(() => drawer.close())
  useEffect(() => close(), [where])
  return (
    <div className={style.app}>
      <a href="#main" className={style.skip}>
        {t('shell.skip')}
      </a>
      <header className={style.top}>
        <Burger
          size="sm"
          color="var(--ink)"
          opened={open}
          onClick={drawer.toggle}
          aria-label={t('shell.menu')}
        />
        <House />
        <WorkStrip />
      </header>
      <aside className={style.nav} aria-label={t('shell.side')}>
        <House />
        <Nav />
      </aside>
      <Drawer
        opened={open}
        onClose={drawer.close}
        size="16rem"
        title={t('shell.places')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <div className={style.drawer}>
          <Nav />
        </div>
      </Drawer>
      <main id="main" className={style.main} tabIndex={-1}>
        {children}
      </main>
      <Palette />
      <KeysDialog />
    </div>
  )
}

function useGlobalKeys() {
  const { t } = useWords()
  const navigate = useNavigate()
  useEffect(listenForKeys, [])
  const go = (to: string) => () => void navigate({ to })
  useKeys(t('keys.everywhere'), [
    { keys: 'g p', says: t('keys.goPeople'), run: go('/people') },
    { keys: 'g i', says: t('keys.goImports'), run: go('/imports') },
    { keys: 'g l', says: t('keys.goLedger'), run: go('/ledger') },
    { keys: 'g s', says: t('keys.goSettings'), run: go('/settings') },
    { keys: 'c', says: t('keys.newPerson'), run: go('/people/new') },
    { keys: 'z', says: t('keys.undo'), run: () => void undoLast() },
    { keys: '?', says: t('keys.all'), run: showKeys },
  ])
}
