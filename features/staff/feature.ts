import { addStaff } from './add-staff.ts'
import { changeStaff } from './change-staff.ts'
import { endToken } from './end-token.ts'
import { listOutbox } from './list-outbox.ts'
import { listStaff } from './list-staff.ts'
import { listTokens } from './list-tokens.ts'
import { makeToken } from './make-token.ts'

export const staffCommands = [listStaff, addStaff, changeStaff, makeToken, listTokens, endToken, listOutbox]
