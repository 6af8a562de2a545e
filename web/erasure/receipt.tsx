import { Button, CopyButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Note } from '../../ui/note.tsx'
import { publishedKeys, type Signed, verifyReceipt } from '../../ui/verify-receipt.ts'
import { saveFile } from '../../ui/save-file.ts'
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
          {check.data &&
            'kid' in check.data &&
            t('receipt.signedWith', { kid: check.data.kid, alg: check.data.alg })}
          {check.data?.is === 'valid' && <SignedSays signed={check.data.signed} />}
        </Note>
      )}
      <p className={style.says}>{t('receipt.hand')}</p>
      <p>
        <a href={address}>{address}</a>
      </p>
      <div className={style.buttons}>
        <CopyButton value={jws}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? t('copied') : t('receipt.copy')}</Button>}
        </CopyButton>
        <Button onClick={() => saveFile(`receipt-${erasure.id}.jws`, 'application/jose', jws)}>
          {t('receipt.download')}
        </Button>
      </div>
      <details className={style.fold}>
        <summary>{t('receipt.raw')}</summary>
        <div className={style.jws} tabIndex={0} role="region" aria-label={t('receipt.text')}>
          {jws}
        </div>
      </details>
    </section>
  )
}

/** What the receipt promises beyond what was destroyed: when the last traces are overwritten. */
function SignedSays({ signed }: { signed: Signed }) {
  const { t, day } = useWords()
  return (
    <>
      {signed.key_copies_end && <p>{t('receipt.keyCopies', { day: day(signed.key_copies_end) })}</p>}
      {signed.swept_by && <p>{t('receipt.swept', { day: day(signed.swept_by) })}</p>}
    </>
  )
}
