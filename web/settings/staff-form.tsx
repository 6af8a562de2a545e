import { Dialog } from '../shell/dialog.tsx'
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ROLES } from '../../core/purposes.ts'
import { Note } from '../../ui/note.tsx'
import { call } from '../api.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useWords } from '../words/i18n.ts'
import style from './settings.module.css'

export interface StaffRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  /** Whether they have chosen a password. */
  readonly ready?: boolean
}

interface StaffFormProps {
  one: StaffRow | 'new' | undefined
  onClose: () => void
}

/** Adds someone, or changes what they may do. Roles are ticked one by one; none is given by another. */
export function StaffForm({ one, onClose }: StaffFormProps) {
  const { t } = useWords()
  return (
    <Dialog
      opened={!!one}
      onClose={onClose}
      title={one === 'new' ? t('settings.staff.add') : t('settings.staff.edit')}
    >
      {one && <Form key={one === 'new' ? 'new' : one.id} one={one} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ one, onClose }: { one: StaffRow | 'new'; onClose: () => void }) {
  const { t, say } = useWords()
  const queries = useQueryClient()
  const known = one === 'new' ? undefined : one
  const [name, setName] = useState(known?.name ?? '')
  const [email, setEmail] = useState(known?.email ?? '')
  const [roles, setRoles] = useState<string[]>([...(known?.roles ?? [])])
  const save = useMutation({
    mutationFn: () =>
      known
        ? call<{ link?: string }>(`/staff/${known.id}`, { method: 'PATCH', body: { roles } })
        : call<{ link?: string }>('/staff', {
            method: 'POST',
            body: { name: name.trim(), email: email.trim(), roles },
          }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['settings', '/staff'] })
      if (!saved?.link) onClose()
    },
  })
  if (save.data?.link)
    return (
      <Stack gap="sm">
        <Note title={t('settings.staff.link')}>{t('settings.staff.linkSays')}</Note>
        <p className={style.token}>{save.data.link}</p>
        <Group justify="end">
          <Button onClick={onClose}>{t('close')}</Button>
        </Group>
      </Stack>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm">
        {!known && (
          <>
            <TextInput
              label={t('settings.staff.name')}
              value={name}
              required
              withAsterisk={false}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('settings.staff.email')}
              type="email"
              value={email}
              required
              withAsterisk={false}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          </>
        )}
        <Checkbox.Group label={t('settings.staff.roles')} value={roles} onChange={setRoles}>
          <Stack gap="xs" mt={6}>
            {ROLES.map((role) => (
              <Checkbox
                key={role}
                value={role}
                size="sm"
                label={say(`role.${role}`, role)}
                description={say(`roleSays.${role}`, '')}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {save.error && <RefusedNote error={save.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
