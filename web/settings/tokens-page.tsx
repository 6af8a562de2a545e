import { Dialog } from '../shell/dialog.tsx'
import { Button, CopyButton, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Note } from '../../ui/note.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { RefusedNote } from '../shell/refused.tsx'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

interface Token {
  readonly id: string
  readonly name?: string | null
  readonly created_at?: string | null
  readonly last_used_at?: string | null
  readonly token?: string
}

/** Keys with which a program works in your name; each is shown once. */
export function TokensPage() {
  const { t } = useWords()
  const [making, form] = useDisclosure()
  return (
    <SettingFrame
      title={t('settings.tokens.title')}
      says={t('settings.tokens.says')}
      deeds={
        <Button variant="filled" onClick={form.open}>
          {t('settings.tokens.make')}
        </Button>
      }
    >
      <Dialog opened={making} onClose={form.close} title={t('settings.tokens.make')}>
        <MakeForm onClose={form.close} />
      </Dialog>
      <Loaded<Page<Token>> path="/tokens">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('settings.tokens.none')} says={t('settings.tokens.noneSays')} />
          ) : (
            <Rows
              label={t('settings.tokens.title')}
              head={[t('settings.tokens.name'), t('settings.tokens.used'), '']}
            >
              {items.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </SettingFrame>
  )
}

function TokenRow({ token }: { token: Token }) {
  const { t, day, ago } = useWords()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => call(`/tokens/${token.id}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings', '/tokens'] }),
  })
  return (
    <tr>
      <td>
        <b>{token.name ?? token.id}</b>
        {token.created_at && <small>{t('settings.tokens.made', { day: day(token.created_at) })}</small>}
      </td>
      <td>{token.last_used_at ? ago(token.last_used_at) : t('settings.tokens.never')}</td>
      <td>
        <Button size="compact-sm" color="red" onClick={() => end.mutate()} loading={end.isPending}>
          {t('settings.tokens.end')}
        </Button>
        {end.error && <RefusedNote error={end.error} />}
      </td>
    </tr>
  )
}

function MakeForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () => call<Token>('/tokens', { method: 'POST', body: { name: name.trim() } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings', '/tokens'] }),
  })
  const secret = make.data?.token
  if (secret)
    return (
      <Stack gap="sm">
        <Note tone="mind" title={t('settings.tokens.once')}>
          {t('settings.tokens.onceSays')}
        </Note>
        <p className={style.token}>{secret}</p>
        <Group justify="end" gap="xs">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button onClick={copy}>{copied ? t('copied') : t('settings.tokens.copy')}</Button>
            )}
          </CopyButton>
          <Button variant="filled" onClick={onClose}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) make.mutate()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('settings.tokens.for')}
          placeholder={t('settings.tokens.forHint')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {make.error && <RefusedNote error={make.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" disabled={!name.trim()} loading={make.isPending}>
            {t('settings.tokens.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
