import { useLocalStorage } from '@mantine/hooks'
import { useSession } from '../session/session.ts'
import type { Purpose } from '../shapes.ts'
import { inOrder } from './order.ts'
import { purposeOf, type Screen } from './choose.ts'

/** The purpose of a screen, kept per screen on this device, and the others that the role allows. */
export function usePurpose(screen: Screen): {
  purpose: Purpose | undefined
  purposes: readonly Purpose[]
  choose: (id: string) => void
} {
  const { purposes } = useSession()
  const [chosen, choose] = useLocalStorage<string | null>({
    key: `goodfaith.purpose.${screen}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const opening = inOrder(purposes.filter((purpose) => purpose.opens.length > 0))
  return { purpose: purposeOf(screen, purposes, chosen), purposes: opening, choose }
}
