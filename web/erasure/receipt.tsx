import { Button, CopyButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { JWK } from 'jose'
import { Note } from '../../ui/note.tsx'
import { RECEIPT_KEYS, verifyReceipt } from '../../ui/verify-receipt.ts'
import { saveFile } from '../shell/save-file.ts'
import type { Erasure } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './erasure.module.css'

/** The signed receipt, checked here and now against the published keys, and the ways to hand it over. */
export function Receipt({ erasure, jws }: { erasure: Erasure; jws: string }) {
  const { t } = useWords()
  const check = useQuery({
    queryKey: ['receipt', jws],
    queryFn: async () => verifyReceipt(erasure, await publishedKeys()),
    staleTime: Infinity,
  })
  const verdict = check.data?.is
  const address = new URL(`/receipt/${erasure.id}`, location.href).href
  return (
    <section className={style.part}>
      <h2>{t('receipt.title')}</h2>
      {check.isPending && <p className={style.says}>{t('receipt.checking')}</p>}
      {check.error && <Note tone="mind">{t('receipt.keysAway')}</Note>}
      {verdict && (
        <Note tone={verdict === 'valid' ? 'plain' : 'bad'} title={t(`receipt.is.${verdict}`)}>
          {check.data && 'kid' in check.data ? t('receipt.signedWith', check.data) : undefined}
        </Note>
      )}
      <p className={style.says}>{t('receipt.hand')}</p>
      <p>
        <a href={address}>{address}</a>
      </p>
      <div className={style.jws} tabIndex={0} role="region" aria-label={t('receipt.text')}>
        {jws}
      </div>
      <div className={style.buttons}>
        <CopyButton value={jws}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? t('copied') : t('receipt.copy')}</Button>}
        </CopyButton>
        <Button onClick={() => saveFile(`receipt-${erasure.id}.jws`, jws, 'application/jose')}>
          {t('receipt.download')}
        </Button>
      </div>
    </section>
  )
}

async function publishedKeys(): Promise<JWK[]> {
  const answer = await fetch(RECEIPT_KEYS, { credentials: 'omit' })
  if (!answer.ok) throw new Error('The published keys could not be read.')
  const { keys }: { keys: JWK[] } = await answer.json()
  return keys
}
