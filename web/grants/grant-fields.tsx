import { Group, Radio, Stack, TextInput } from '@mantine/core'
import { useId } from 'react'
import { worded } from '../../core/notices.ts'
import { mustBeProven } from '../../core/purposes.ts'
import { Note } from '../../ui/note.tsx'
import { today } from '../people/source-fields.tsx'
import { useSession } from '../session/session.ts'
import type { Purpose } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { type Draft, EVIDENCE, missingIn } from './draft.ts'
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
  const { organisation } = useSession()
  const missing = tried ? missingIn(draft) : {}
  const consent = draft.basis === 'consent'
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  return (
    <Stack gap="sm">
      <Radio.Group
        name={`${name}-basis`}
        label={t('grant.basis')}
        value={draft.basis}
        onChange={(basis) => set({ basis })}
        error={missing.basis && t('grant.needsBasis')}
      >
        <Stack gap={6} mt={4}>
          {(purpose.bases ?? []).map((basis) => (
            <Radio key={basis} value={basis} size="xs" label={say(`basis.${basis}`, basis)} />
          ))}
        </Stack>
      </Radio.Group>
      {consent && purpose.notice && (
        <blockquote className={style.wording}>
          {worded(purpose.notice.text, { organisation: organisation.name })}
          <small>{t('grant.notice', { notice: purpose.notice.id })}</small>
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
      {consent && mustBeProven(purpose.id) && <Note tone="wait">{t('grant.waits')}</Note>}
    </Stack>
  )
}
