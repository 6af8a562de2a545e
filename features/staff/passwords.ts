import { hash, verify } from '@node-rs/argon2'
import { Problem } from '../../core/errors.ts'

/** Characters. */
export const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 200
/** argon2id as OWASP's first choice has it: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Each takes 19 MiB and a core for a while; more at once would hold up everybody else. */
const AT_ONCE = 2

let running = 0
const waiting: (() => void)[] = []
let decoy: Promise<string> | undefined

/** Hashes a new password with argon2id (RFC 9106). Throws `input_invalid` where it is too short or too long. */
export async function hashPassword(password: string): Promise<string> {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD)
    throw new Problem('input_invalid', {
      pointer: '/password',
      detail: `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`,
    })
  return inTurn(() => hash(password, COST))
}

/** Whether the password is the one that was hashed. With no hash it takes the same time and is never right. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const against = hashed ?? (await (decoy ??= hash('nobody has this password', COST)))
  const right = await inTurn(() => verify(against, password))
  return right && hashed !== null
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
