/** The browser of the journeys runs, holds pages to the web's rules, and axe sees what is wrong. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, openBrowser } from '../kit/browser.ts'

let browser: Browser
let server: Server
let other: Server

beforeAll(async () => {
  browser = await openBrowser()
  server = await serve(
    '<!doctype html><html lang="en"><title>t</title><main><img src="data:,"></main></html>',
  )
  other = await serve('secret of another origin')
}, 120_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
  other?.close()
})

test('axe names the element that is wrong, and nothing on a sound page', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(url(server))
  expect(await axe(page)).toEqual([expect.stringMatching(/^image-alt: .*: img$/)])
  await page.locator('img').evaluate((img) => img.setAttribute('alt', 'a picture'))
  expect(await axe(page)).toEqual([])
})

test('web security is on: a page cannot read another origin', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(url(server))
  const read = page.evaluate(async (address) => (await fetch(address)).text(), url(other))
  await expect(read).rejects.toThrow('Failed to fetch')
})

function serve(body: string): Promise<Server> {
  const started = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(body)
  })
  return new Promise((resolve) => started.listen(0, '127.0.0.1', () => resolve(started)))
}

function url(started: Server): string {
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`
}
