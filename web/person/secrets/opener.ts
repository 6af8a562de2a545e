import { openersOf } from '../../../core/secrets.ts'
import { useSession } from '../../session/session.ts'

/**
 * The purpose for which the one who is signed in may open whole numbers: the one at work if it is one, else another of
 * theirs; undefined where their role opens none.
 */
export function useOpeningPurpose(current?: string): string | undefined {
  const { purposes, staff } = useSession()
  const may = purposes
    .map(({ id }) => id)
    .filter((id) => openersOf(id).some((role) => staff.roles.includes(role)))
  // running what they bought is the usual reason; what a law keeps is chosen beside the title
  return may.find((id) => id === current) ?? may.find((id) => id.startsWith('service.')) ?? may[0]
}
