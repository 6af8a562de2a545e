import { decideApproval } from './decide-approval.ts'
import { listApprovals } from './list-approvals.ts'
import { matchSecret } from './match-secret.ts'
import { openSecret } from './open-secret.ts'
import { requestApproval } from './request-approval.ts'

export const vaultCommands = [openSecret, matchSecret, requestApproval, listApprovals, decideApproval]
