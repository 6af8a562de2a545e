import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addressOf, forgetAddress, localUrl, noteAddress } from './address.ts'

let dataFolder: string
let server: Server
let url: string

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'goodfaith-address-'))
  server = createServer((_, answer) => answer.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = localUrl('127.0.0.1', (server.address() as AddressInfo).port)
})
afterEach(async () => {
  server.close()
  await rm(dataFolder, { recursive: true, force: true })
})

const settings = () => ({ publicUrl: null, host: '127.0.0.1', port: 3000, dataFolder })

test('the command line names the port of the server beside it, not the one that is usual', async () => {
  expect(await addressOf(settings())).toBe('http://127.0.0.1:3000')
  await noteAddress(settings(), url)
  expect(await addressOf(settings())).toBe(url)
  await forgetAddress(settings(), url)
  expect(await addressOf(settings())).toBe('http://127.0.0.1:3000')
})

test('what was set for people to use comes first', async () => {
  await noteAddress(settings(), url)
  const publicUrl = 'https://crm.harbour.example'
  expect(await addressOf({ ...settings(), publicUrl })).toBe(publicUrl)
})

test('the note of a server that is gone is not believed, nor taken away by another one', async () => {
  await noteAddress(settings(), 'http://127.0.0.1:1')
  expect(await addressOf(settings())).toBe('http://127.0.0.1:3000')
  await noteAddress(settings(), url)
  await forgetAddress(settings(), 'http://127.0.0.1:1')
  expect(await addressOf(settings())).toBe(url)
})

test('a server that listens everywhere is reached on this machine, and IPv6 stands in brackets', () => {
  expect(localUrl('0.0.0.0', 8080)).toBe('http://127.0.0.1:8080')
  expect(localUrl('::1', 8080)).toBe('http://[::1]:8080')
})
