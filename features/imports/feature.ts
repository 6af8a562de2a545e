import { cancelImport, listImports, readImport, readReport } from './import-commands.ts'
import { readUndo, undoImport } from './undo-import.ts'

/** Starting one takes a file, which is no JSON: see server/import-routes.ts. */
export const importCommands = [listImports, readImport, readReport, cancelImport, undoImport, readUndo]
