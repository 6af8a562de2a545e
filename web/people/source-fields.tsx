import { Group, Radio, Stack, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useWords } from '../words/i18n.ts'

/** A source as it is being stated. */
export interface Stated {
  readonly kind: string
  readonly detail: string
  /** Day the value was told, YYYY-MM-DD. */
  readonly collected_at: string
}

export const UNSTATED: Stated = { kind: '', detail: '', collected_at: '' }

/** Who can have told us. Bought and scraped lists are refused and not offered. */
export const SOURCES = ['person', 'company', 'partner', 'public_register', 'migration'] as const

interface SourceFieldsProps {
  value: Stated
  onChange: (value: Stated) => void
  errors?: Partial<Record<keyof Stated, string>>
  /** Only who and how, beside a value that is being changed. */
  brief?: boolean
}

/** Who told us, how and when. Nothing is chosen beforehand. */
export function SourceFields({ value, onChange, errors = {}, brief }: SourceFieldsProps) {
  const { t } = useWords()
  const name = useId()
  return (
    <Stack gap="sm">
      <Radio.Group
        name={name}
        label={t('source.who')}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
        error={errors.kind}
        size="sm"
      >
        <Group gap="xs" mt={4}>
          {SOURCES.map((kind) => (
            <Radio key={kind} value={kind} label={t(`source.kind.${kind}`)} size="xs" />
          ))}
        </Group>
      </Radio.Group>
      <TextInput
        label={t('source.how')}
        placeholder={t('source.howHint')}
        value={value.detail}
        onChange={(event) => onChange({ ...value, detail: event.currentTarget.value })}
        error={errors.detail}
        maxLength={300}
      />
      {!brief && (
        <TextInput
          type="date"
          label={t('source.when')}
          description={t('source.whenSays')}
          value={value.collected_at}
          max={today()}
          onChange={(event) => onChange({ ...value, collected_at: event.currentTarget.value })}
          error={errors.collected_at}
        />
      )}
    </Stack>
  )
}

/** What is missing before it can be sent, by field. */
export function missingSource(
  stated: Stated,
  t: ReturnType<typeof useWords>['t'],
): Partial<Record<keyof Stated, string>> {
  return {
    ...(stated.kind ? {} : { kind: t('source.needsWho') }),
    ...(stated.detail.trim() ? {} : { detail: t('source.needsHow') }),
  }
}

/** The source in the shape of the contract. */
export function asSource(stated: Stated) {
  return {
    kind: stated.kind,
    detail: stated.detail.trim(),
    ...(stated.collected_at ? { collected_at: stated.collected_at } : {}),
  }
}

/** Today as YYYY-MM-DD in the reader's zone. */
export function today(): string {
  const now = new Date()
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
