/**
 * The words of the house: a person is a person. Contact, lead, user and customer are stages or roles, and a name
 * that uses one of them hides which. What is declared in core, gate and features, and in the database, is looked at.
 */
import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesIn, read } from './tree.ts'

const NEVER = new Set(['contact', 'contacts', 'lead', 'leads', 'customer', 'customers', 'user', 'users'])

/** Names that the contract or a standard sets. */
const SET_ELSEWHERE = new Set([
  'contact', // the compartment of addresses
  'customer_number', // a field of the contract
  'customerNumber',
  'user', // what PostgreSQL calls the login of a connection
  'userAgent', // RFC 9110
  'current_user',
  'session_user',
])

const floors = filesIn().filter((path) => /^(core|gate|features)\/.*\.tsx?$/.test(path))
const migrations = filesIn('db').filter((path) => path.endsWith('.sql'))

test('no name in core, gate and features calls a person something else', () => {
  expect(floors.length).toBeGreaterThan(20)
  expect(floors.flatMap((path) => strangeNames(path, read(path)))).toEqual([])
})

test('no table, column or function of the database does', () => {
  expect(migrations.length).toBeGreaterThan(0)
  expect(migrations.flatMap((path) => strangeInSql(path, read(path)))).toEqual([])
})

test('it sees such names, wherever they are declared', () => {
  const source = `
    const leadScore = 1
    function byUser(theCustomer: string) {}
    interface ContactRow { customers: string[]; leading: number; contact: string }
    class UserStore { lead() {} }
    type Leads = string
    const { x: aLead, ...users } = y
  `
  expect(strangeNames('a.ts', source).map((line) => line.split(' ')[1])).toEqual([
    'leadScore',
    'byUser',
    'theCustomer',
    'ContactRow',
    'customers',
    'UserStore',
    'lead',
    'Leads',
    'aLead',
    'users',
  ])
  const sql = `create table goodfaith.leads (customer_id uuid, customer_number text); -- users
    select current_user, 'contact'`
  expect(strangeInSql('a.sql', sql)).toEqual(['a.sql:1: leads', 'a.sql:1: customer_id'])
})

function strangeNames(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node) => {
    const name = declaredName(node)
    if (name && isStrange(name.text)) {
      found.push(`${path}:${file.getLineAndCharacterOfPosition(name.getStart(file)).line + 1}: ${name.text}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function declaredName(node: ts.Node): ts.Identifier | undefined {
  if (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  ) {
    return node.name && ts.isIdentifier(node.name) ? node.name : undefined
  }
  return undefined
}

function strangeInSql(path: string, text: string): string[] {
  const withoutWords = text
    .replace(/--.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, (each) => each.replace(/[^\n]/g, ' '))
  return withoutWords.split('\n').flatMap((line, at) => {
    const names = line.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []
    return names.filter(isStrange).map((name) => `${path}:${at + 1}: ${name}`)
  })
}

function isStrange(name: string): boolean {
  if (SET_ELSEWHERE.has(name)) return false
  const words = name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase())
  return words.some((word) => NEVER.has(word))
}
