import { Button, Radio, Stack, Switch, useMantineColorScheme } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Name, Tag } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { useSession, useSignOut } from '../session/session.ts'
import { LETTERS_OFF } from '../shell/keys.ts'
import { useWords } from '../words/i18n.ts'
import { SettingFrame } from './frame.tsx'
import { keepPreference, ROWS } from './preferences.ts'
import style from './settings.module.css'

/** How you are signed in, what your roles let you do, and how the app looks on this device. */
export function YouPage() {
  const { t, say } = useWords()
  const { staff, setup } = useSession()
  const signOut = useSignOut()
  return (
    <SettingFrame title={t('settings.you.title')} says={t('settings.you.says')}>
      <Group title={t('settings.you.signedIn')}>
        <p>
          <b>
            <Name>{staff.name}</Name>
          </b>
          , {staff.email}
        </p>
        <span className={style.tags}>
          {staff.roles.map((role) => (
            <Tag key={role}>{say(`role.${role}`, role)}</Tag>
          ))}
        </span>
        {setup.first_administrator && <Note tone="mind">{t('start.rolesSay')}</Note>}
        <Button onClick={() => void signOut()}>{t('shell.signOut')}</Button>
      </Group>
      <Appearance />
    </SettingFrame>
  )
}

function Appearance() {
  const { t } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [rows, setRows] = useLocalStorage({
    key: ROWS,
    defaultValue: 'roomy',
    serialize: String,
    deserialize,
  })
  const [off, setOff] = useLocalStorage({ key: LETTERS_OFF, defaultValue: false })
  const keep = (key: string, value: string) => keepPreference(key, value)
  return (
    <>
      <Group title={t('settings.you.light')}>
        <Radio.Group value={colorScheme} onChange={(to) => setColorScheme(to as 'auto' | 'light' | 'dark')}>
          <Choices of={['auto', 'light', 'dark'] as const} word={(one) => t(`shell.scheme.${one}`)} />
        </Radio.Group>
      </Group>
      <Group title={t('settings.you.rows')}>
        <Radio.Group
          value={rows}
          onChange={(to) => {
            setRows(to)
            keep(ROWS, to)
          }}
        >
          <Choices of={['roomy', 'compact'] as const} word={(one) => t(`settings.you.rowsOf.${one}`)} />
        </Radio.Group>
      </Group>
      <Group title={t('settings.you.keys')}>
        <Switch
          checked={!off}
          onChange={(event) => setOff(!event.currentTarget.checked)}
          label={t('settings.you.letters')}
          description={t('settings.you.lettersSay')}
        />
      </Group>
    </>
  )
}

function Choices<T extends string>({ of, word }: { of: readonly T[]; word: (one: T) => string }) {
  return (
    <Stack gap={6}>
      {of.map((one) => (
        <Radio key={one} value={one} label={word(one)} size="xs" />
      ))}
    </Stack>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={style.group} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function deserialize(kept: string | undefined): string {
  return kept === 'compact' ? 'compact' : 'roomy'
}
