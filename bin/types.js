/**
 * Checks types as `tsc --noEmit` does, and with the same program that no promise is left unwatched: a statement
 * that is a promise and neither awaited, returned, caught nor marked with `void` would go on after its transaction,
 * and its failure would end the process. Screens are left out of the second: their routers answer with promises.
 */
import { relative, sep } from 'node:path'
import ts from 'typescript'

const WATCHED = /^(core|gate|features|server|cli|db|test|bench)\//

const host = {
  getCurrentDirectory: ts.sys.getCurrentDirectory,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
}
const config = ts.getParsedCommandLineOfConfigFile(
  'tsconfig.json',
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
)
const program = ts.createProgram(config.fileNames, config.options)
const checker = program.getTypeChecker()

const diagnostics = [...config.errors, ...ts.getPreEmitDiagnostics(program)]
if (diagnostics.length) process.stdout.write(ts.formatDiagnostics(diagnostics, host))
const unwatched = program.getSourceFiles().flatMap(unwatchedIn)
for (const line of unwatched) console.log(line)
console.log(`${config.fileNames.length} files, ${diagnostics.length + unwatched.length} errors`)
if (diagnostics.length || unwatched.length || config.fileNames.length === 0) process.exitCode = 1

function fail(diagnostic) {
  throw new Error(ts.formatDiagnostic(diagnostic, host))
}

function unwatchedIn(file) {
  const path = relative(process.cwd(), file.fileName).split(sep).join('/')
  if (!WATCHED.test(path)) return []
  const found = []
  const visit = (node) => {
    if (ts.isExpressionStatement(node) && isLeftAlone(node.expression)) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file))
      found.push(
        `${path}(${line + 1},${character + 1}): a promise is neither awaited, caught nor marked with void`,
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function isLeftAlone(expression) {
  const inner = ts.skipParentheses(expression)
  if (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) return false
  if (ts.isBinaryExpression(inner)) {
    const kind = inner.operatorToken.kind
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return false
    return isLeftAlone(inner.right)
  }
  if (ts.isConditionalExpression(inner)) return isLeftAlone(inner.whenTrue) || isLeftAlone(inner.whenFalse)
  return isPromise(inner) && !isCaught(inner)
}

/** Whether some part of the expression's type is a Promise; replies and builders that only have a `then` are not. */
function isPromise(expression) {
  const type = checker.getTypeAtLocation(expression)
  const parts = type.isUnion() ? type.types : [type]
  return parts.some((part) =>
    [part, ...(part.getBaseTypes() ?? [])].some((each) => each.symbol?.name === 'Promise'),
  )
}

/** `.catch(f)`, or `.then(f, g)` with both. */
function isCaught(expression) {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false
  const method = expression.expression.name.text
  if (method === 'finally') return isCaught(expression.expression.expression)
  return (
    (method === 'catch' && expression.arguments.length > 0) ||
    (method === 'then' && expression.arguments.length > 1)
  )
}
