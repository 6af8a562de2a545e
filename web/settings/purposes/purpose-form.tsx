import { Button, Checkbox, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useGrantable } from '../../grants/purposes.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import type { Purpose } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { asProposal, type Draft, draftBelow, EMPTY, missingIn } from './draft.ts'
import { readAnew } from './own.ts'

/** Writes a purpose of our own down; it waits for a second person. */
export function PurposeForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('settings.purposes.add')} size="lg">
      <Form onClose={onClose} />
    </Dialog>
  )
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const purposes = useGrantable().filter((one) => !one.id.startsWith('sharing.'))
  const [draft, setDraft] = useState(EMPTY)
  const [tried, setTried] = useState(false)
  const parent = purposes.find(({ id }) => id === draft.parent)
  const missing = tried ? missingIn(draft) : []
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const propose = useMutation({
    mutationFn: () => call('/purposes/own', { method: 'POST', body: asProposal(draft, parent!) }),
    onSuccess: async () => {
      await readAnew(queries)
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (missingIn(draft).length === 0) propose.mutate()
      }}
    >
      <Stack gap="sm">
        <Select
          label={t('settings.purposes.below')}
          description={t('settings.purposes.belowSays')}
          placeholder={t('give.choose')}
          data={purposes.map(({ id, title }) => ({ value: id, label: title }))}
          value={draft.parent || null}
          onChange={(id) => {
            const chosen = purposes.find((one) => one.id === id)
            if (chosen) setDraft(draftBelow(chosen, draft))
          }}
          error={missing.includes('parent') && t('give.needsPurpose')}
        />
        <TextInput
          label={t('settings.purposes.name')}
          value={draft.title}
          maxLength={80}
          onChange={(event) => set({ title: event.currentTarget.value })}
          error={missing.includes('title') && t('settings.purposes.needsName')}
        />
        <TextInput
          label={t('settings.purposes.forWhat')}
          description={t('settings.purposes.forWhatSays')}
          value={draft.says}
          maxLength={200}
          onChange={(event) => set({ says: event.currentTarget.value })}
          error={missing.includes('says') && t('settings.purposes.needsForWhat')}
        />
        {parent && <Narrower parent={parent} draft={draft} set={set} missing={missing} />}
        {propose.error && <RefusedNote error={propose.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={propose.isPending}>
            {t('settings.purposes.propose')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface NarrowerProps {
  parent: Purpose
  draft: Draft
  set: (part: Partial<Draft>) => void
  missing: readonly (keyof Draft)[]
}

/** What the purpose above allows, each of which can be taken away. */
function Narrower({ parent, draft, set, missing }: NarrowerProps) {
  const { t, say } = useWords()
  const most = parent.term?.months
  const some = (
    label: string,
    all: readonly string[],
    key: 'bases' | 'roles' | 'opens' | 'fields',
    word: string,
  ) => (
    <Checkbox.Group
      label={label}
      value={[...draft[key]]}
      onChange={(chosen) => set({ [key]: chosen })}
      error={missing.includes(key) && t('settings.purposes.needsOne')}
    >
      <Stack gap={6} mt={4}>
        {all.map((one) => (
          <Checkbox key={one} value={one} size="xs" label={say(`${word}.${one}`, one)} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
  return (
    <>
      {some(t('grant.basis'), parent.bases ?? [], 'bases', 'basis')}
      {some(t('settings.purposes.who'), parent.roles, 'roles', 'role')}
      {parent.fields
        ? some(t('settings.purposes.opensWhat'), parent.fields, 'fields', 'field')
        : some(t('settings.purposes.opensWhat'), parent.opens, 'opens', 'opens')}
      {most !== undefined && (
        <NumberInput
          label={t('settings.purposes.months')}
          description={t('settings.purposes.monthsSays', { n: most })}
          value={draft.months}
          min={1}
          max={most}
          allowDecimal={false}
          onChange={(months) => set({ months: typeof months === 'number' ? months : '' })}
        />
      )}
      {draft.bases.includes('consent') && (
        <Textarea
          label={t('settings.notices.wording')}
          description={t('settings.notices.wordingSays', { place: '{organisation}' })}
          value={draft.wording}
          autosize
          minRows={3}
          maxLength={4000}
          onChange={(event) => set({ wording: event.currentTarget.value })}
          error={missing.includes('wording') && t('settings.notices.tooShort')}
        />
      )}
    </>
  )
}
