import { Menu, useMantineColorScheme } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { Name } from '../../ui/marks.tsx'
import { useSession, useSignOut } from '../session/session.ts'
import { useWords } from '../words/i18n.ts'
import { showKeys } from './keys-dialog.tsx'
import style from './shell.module.css'
import { Work } from './work.tsx'

/** The organisation, the places to go, the long work under way, and who is signed in. */
export function Nav() {
  const { t } = useWords()
  return (
    <>
      <nav aria-label={t('shell.places')} className={style.places}>
        <Place to="/people" word={t('shell.people')} />
        <Place to="/imports" word={t('shell.imports')} />
        <hr className={style.rule} />
        <Place to="/ledger" word={t('shell.ledger')} />
        <hr className={style.rule} />
        <Place to="/settings" word={t('shell.settings')} />
      </nav>
      <div className={style.foot}>
        <Work />
        <Me />
      </div>
    </>
  )
}

/** The organisation's name; leads home. */
export function House() {
  const { organisation } = useSession()
  return (
    <Link to="/people" className={style.house}>
      <i aria-hidden />
      <Name>{organisation.name || 'Goodfaith'}</Name>
    </Link>
  )
}

function Place({ to, word }: { to: string; word: string }) {
  return (
    <Link to={to} className={style.link} activeProps={{ 'aria-current': 'page' }}>
      {word}
    </Link>
  )
}

function Me() {
  const { t } = useWords()
  const { staff } = useSession()
  const signOut = useSignOut()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={style.me}>
          <Name>{staff.name}</Name>
          <span aria-hidden>▾</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.light')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
        >
          {(['auto', 'light', 'dark'] as const).map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {t(`shell.scheme.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void navigate({ to: '/settings/you' })}>{t('shell.you')}</Menu.Item>
        <Menu.Item onClick={showKeys}>{t('shell.allKeys')}</Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
