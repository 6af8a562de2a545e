import type { ReactNode } from 'react'
import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { Part } from '../frame.tsx'
import { Rich } from '../language/rich.tsx'
import { useWords } from '../language/words.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Erasure } from '../shapes.ts'
import { publishedKeys, RECEIPT_KEYS, verifyReceipt, type ReceiptVerdict } from '../../ui/verify-receipt.ts'

export type Check = UseQueryResult<ReceiptVerdict>

/** Checks the signature as soon as there is one. */
export function useSignature(erasure: Erasure | undefined): Check {
  return useQuery({
    queryKey: ['signature', erasure?.receipt?.jws],
    queryFn: erasure?.receipt ? async () => verifyReceipt(erasure, await publishedKeys()) : skipToken,
    staleTime: Infinity,
  })
}

/** Whether the receipt is ours, checked here and now, and the ways to keep it. */
export function Signature(props: { erasure: Erasure; jws: string; check: Check }): ReactNode {
  const { t } = useWords()
  const { erasure, jws, check } = props
  const verdict = check.data
  const bad = verdict?.is === 'invalid' || verdict?.is === 'mismatch'
  return (
    <Part title={t('receipt.signature')}>
      <p role="status" className={verdict?.is === 'valid' ? 'good' : bad ? 'wrong' : 'lead'}>
        {check.isPending && t('receipt.checking')}
        {check.isError && t('receipt.keys_away')}
        {verdict && t(`receipt.${verdict.is}`)}
      </p>
      {verdict && 'kid' in verdict && (
        <p className="small">
          <Rich
            text={t('receipt.signed_with', {
              kid: verdict.kid,
              alg: verdict.alg,
              address: new URL(RECEIPT_KEYS, location.href).href,
            })}
            parts={{ keys: <a href={RECEIPT_KEYS} /> }}
          />
        </p>
      )}
      {verdict && 'kid' in verdict && <Elsewhere kid={verdict.kid} alg={verdict.alg} />}
      <p className="small code on-paper">{location.href}</p>
      <p className="acts">
        <button
          type="button"
          className="button main"
          onClick={() => saveFile(`receipt-${erasure.id}.jws`, 'application/jose', jws)}
        >
          {t('receipt.save')}
        </button>
        <button type="button" className="button" onClick={() => print()}>
          {t('receipt.print')}
        </button>
      </p>
    </Part>
  )
}

/** The way to check it without this page and without us. */
function Elsewhere(props: { kid: string; alg: string }): ReactNode {
  const { t } = useWords()
  const address = new URL(RECEIPT_KEYS, location.href).href
  const steps = ['file', 'key', 'check', 'read'] as const
  return (
    <details>
      <summary>{t('receipt.elsewhere')}</summary>
      <ol className="numbered">
        {steps.map((step) => (
          <li key={step}>
            <Rich
              text={t(`receipt.elsewhere_${step}`, { ...props, address })}
              parts={{ keys: <a href={RECEIPT_KEYS} download /> }}
            />
          </li>
        ))}
      </ol>
    </details>
  )
}
