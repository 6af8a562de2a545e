import { changeMe } from './change-me.ts'
import { agree, confirm, takeBack } from './choose.ts'
import { exportMe, exportPerson } from './export-person.ts'
import { readMe } from './me.ts'
import { myLedger } from './my-ledger.ts'
import { statement } from './statement.ts'

export const requestCommands = [
  readMe,
  changeMe,
  agree,
  takeBack,
  confirm,
  myLedger,
  exportMe,
  exportPerson,
  statement,
]
