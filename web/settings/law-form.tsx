import { Button, Group, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FIELDS } from '../../core/fields.ts'
import { call } from '../api.ts'
import { useGrantable } from '../grants/purposes.ts'
import { Dialog } from '../shell/dialog.tsx'
import { RefusedNote } from '../shell/refused.tsx'
import { useWords } from '../words/i18n.ts'

/** Facts that protect or diagnose are nothing a law makes us keep. */
const LAWFUL = Object.entries(FIELDS).flatMap(([field, { compartment }]) =>
  compartment === 'protective' || compartment === 'technical' ? [] : [field],
)
const COUNTED = ['end', 'year_end'] as const

/** Enters a law; it counts once a second person has checked and signed it. */
export function LawForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('settings.laws.write')} size="lg">
      <Form onClose={onClose} />
    </Dialog>
  )
}

function Form({ onClose }: { onClose: () => void }) {
  const { t, say } = useWords()
  const queries = useQueryClient()
  const purposes = useGrantable().filter((purpose) => purpose.bases?.includes('contract'))
  const [name, setName] = useState('')
  const [article, setArticle] = useState('')
  const [country, setCountry] = useState('')
  const [of, setOf] = useState<string[]>([])
  const [fields, setFields] = useState<string[]>([])
  const [months, setMonths] = useState<number | string>(60)
  const [tried, setTried] = useState(false)
  const needs = (given: unknown) => (tried && !given ? t('settings.laws.needed') : undefined)
  const [counted, setCounted] = useState<string | null>('end')
  const placed = /^[A-Za-z]{2}$/.test(country)
  const whole = name.trim() && article.trim() && placed && of.length && fields.length && Number(months)
  const write = useMutation({
    mutationFn: () =>
      call('/laws', {
        method: 'POST',
        body: { name, article, country, purposes: of, fields, months: Number(months), counted },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings', '/laws'] })
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (whole && counted) write.mutate()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('settings.laws.name')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          error={needs(name.trim())}
        />
        <TextInput
          label={t('settings.laws.article')}
          description={t('settings.laws.articleSays')}
          value={article}
          maxLength={200}
          onChange={(event) => setArticle(event.currentTarget.value)}
          error={needs(article.trim())}
        />
        <TextInput
          label={t('settings.laws.country')}
          description={t('settings.laws.countrySays')}
          value={country}
          maxLength={2}
          onChange={(event) => setCountry(event.currentTarget.value)}
          error={needs(placed)}
        />
        <MultiSelect
          label={t('settings.laws.purposes')}
          data={purposes.map((one) => ({ value: one.id, label: one.title }))}
          value={of}
          onChange={setOf}
          error={needs(of.length)}
        />
        <MultiSelect
          label={t('settings.laws.fields')}
          data={LAWFUL.map((field) => ({ value: field, label: say(`field.${field}`, field) }))}
          value={fields}
          onChange={setFields}
          error={needs(fields.length)}
        />
        <NumberInput
          label={t('settings.laws.months')}
          value={months}
          min={1}
          max={1200}
          allowDecimal={false}
          onChange={setMonths}
          error={needs(Number(months))}
        />
        <Select
          label={t('settings.laws.counted')}
          data={COUNTED.map((from) => ({ value: from, label: t(`settings.laws.from.${from}`) }))}
          value={counted}
          onChange={setCounted}
        />
        {write.error && <RefusedNote error={write.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={write.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
