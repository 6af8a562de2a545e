import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useId } from 'react'
import { mustBeProven } from '../../core/purposes.ts'
import { Note } from '../../ui/note.tsx'
import { today } from '../people/source-fields.tsx'
import type { Purpose } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { type Draft, EVIDENCE, missingIn } from './draft.ts'
import { useNotice } from './purposes.ts'
import style from './grants.module.css'

interface GrantFieldsProps {
  purpose: Purpose
  draft: Draft
  onChange: (draft: Draft) => void
  /** True once someone tried to send it: what is missing is then said beside its field. */
  tried: boolean
}

/** On what ground, the exact wording that was seen, and how it was given. */
export function GrantFields({ purpose, draft, onChange, tried }: GrantFieldsProps) {
  const { t, say } = useWords()
  const name = useId()
  const notice = useNotice(purpose.id)
  const missing = tried ? missingIn(draft) : {}
  const consent = draft.basis === 'consent'
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  return (
    <Stack gap="sm">
      <Radio.Group
        name={`${name}-basis`}
        label={t('grant.basis')}
        value={draft.basis}
        onChange={(basis) => set({ basis, notice: notice?.id ?? '' })}
        error={missing.basis && t('grant.needsBasis')}
      >
        <Stack gap={6} mt={4}>
          {(purpose.bases ?? []).map((basis) => (
            <Radio key={basis} value={basis} size="xs" label={say(`basis.${basis}`, basis)} />
          ))}
        </Stack>
      </Radio.Group>
      {consent && notice && (
        <blockquote className={style.wording}>
          {notice.text}
          <small>{t('grant.notice', { notice: notice.id })}</small>
        </blockquote>
      )}
      {draft.basis && (
        <>
          <Radio.Group
            name={`${name}-evidence`}
            label={t('grant.evidence')}
            value={draft.evidence}
            onChange={(evidence) => set({ evidence })}
            error={missing.evidence && t('grant.needsEvidence')}
          >
            <Group gap="xs" mt={4}>
              {EVIDENCE.map((kind) => (
                <Radio key={kind} value={kind} size="xs" label={t(`evidence.${kind}`)} />
              ))}
            </Group>
          </Radio.Group>
          <TextInput
            label={t('grant.detail')}
            placeholder={t('grant.detailHint')}
            value={draft.detail}
            maxLength={300}
            onChange={(event) => set({ detail: event.currentTarget.value })}
            error={missing.detail && t('grant.needsDetail')}
          />
          <Group grow align="start">
            <TextInput
              type="date"
              label={t('grant.at')}
              value={draft.at}
              max={today()}
              onChange={(event) => set({ at: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t('grant.expires')}
              value={draft.expires_at}
              min={today()}
              onChange={(event) => set({ expires_at: event.currentTarget.value })}
            />
          </Group>
        </>
      )}
      {consent && (
        <Checkbox
          size="xs"
          checked={draft.guardian}
          onChange={(event) => set({ guardian: event.currentTarget.checked })}
          label={t('grant.guardian')}
        />
      )}
      {consent && mustBeProven(purpose.id) && <Note tone="mind">{t('grant.waits')}</Note>}
    </Stack>
  )
}
