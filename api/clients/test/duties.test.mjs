import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chromium } from 'playwright-core'
import { serveFront } from './front.mjs'
import { ask, run, serve, tokens } from './program.mjs'

// A reporter and a reviewer work on one report: the reporter in a real browser,
// the reviewer over HTTP.

const dist = new URL('../duties/dist/', import.meta.url).pathname
const agency = 'lao-cai'
const indicator = '1.1'
const comment = 'Đề nghị đối chiếu với báo cáo tháng.'

let browser
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
  })
})
after(() => browser?.close())

/** A page that notes what it contacts and what goes wrong in it. */
async function openPage(t) {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 900 } })
  t.after(() => context.close())
  const page = await context.newPage()
  const hosts = new Set()
  const wrong = []
  page.on('request', (request) => { if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).hostname) })
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).hostname))
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()) })
  page.on('pageerror', (error) => wrong.push(String(error)))
  return { page, hosts, wrong }
}

/** Plays the story on a server; on a mock, that begins with an initial figure, also its reset. */
async function story(t, api, window, initial) {
  const front = await serveFront(dist, api.url)
  t.after(() => front.close())
  const people = await tokens(api.url)
  const { page, hosts, wrong } = await openPage(t)
  const step = async (name, run) => {
    try {
      await run()
    } catch (error) {
      throw new Error(`${name}: ${error.message}\n${await page.locator('body').innerText()}\n${wrong.join('\n')}\n${api.log()}`, { cause: error })
    }
  }
  const row = page.locator('tbody tr').filter({ has: page.locator('.code', { hasText: new RegExp(`^${indicator}$`) }) })
  const notice = page.locator('.notice')
  const shows = async (locator, text) => {
    await locator.filter({ hasText: text }).waitFor({ timeout: 60_000 })
    return locator
  }
  const report = async () => (await ask(api.url, people['reporter-lao-cai'], `query($agency: String!, $window: String!) {
    submission(agency: $agency, window: $window) { id version status figures(first: 200) { edges { node { id value indicator { code } } } } } }`, { agency, window })).submission
  const figure = (of) => of.figures.edges.find(({ node }) => node.indicator.code === indicator).node

  await step('it lists what the province owes, in Vietnamese', async () => {
    await page.goto(`${front.url}/?agency=${agency}&window=${window}`)
    await shows(page.locator('h1'), 'Số liệu phải báo cáo: Tỉnh Lào Cai')
    await shows(page.locator('.connection'), 'Đang cập nhật trực tiếp')
    assert.equal(await page.locator('input[id^="cell-"]:enabled').count(), 0, 'the public edits nothing')
    await Promise.all([page.waitForEvent('load'), page.locator('nav select').selectOption(people['reporter-lao-cai'])])
    await shows(page.locator('.connection'), 'Đang cập nhật trực tiếp')
    const { agency: { duties } } = await ask(api.url, people['reporter-lao-cai'],
      'query($agency: String!, $window: String!) { agency(code: $agency) { duties(window: $window) { indicator { code } narrative } } }', { agency, window })
    assert.equal(await page.locator('tbody tr').count(), duties.length)
    assert.equal(await page.locator('.code').count(), duties.filter((duty) => duty.indicator).length)
    assert.equal(await row.locator('input').isEnabled(), true)
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi')
  })

  await step('a bad value is refused at its cell, by the page and by the API', async () => {
    await row.locator('input').fill('86.97')
    await page.getByRole('button', { name: 'Lưu số liệu' }).click()
    await shows(row.locator('.fault'), 'Hãy viết như 86,97')
    await row.locator('input').fill('125')
    assert.equal(await row.locator('.fault').textContent(), '', 'it goes with what it was about')
    await page.getByRole('button', { name: 'Lưu số liệu' }).click()
    await shows(row.locator('.fault'), 'PERCENT_RANGE')
    assert.equal(await row.locator('input').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.locator('input[aria-invalid="true"]').count(), 1, 'the others are well')
    assert.equal(await row.locator('input').evaluate((input) => input === document.activeElement), true)
    assert.equal(await row.locator('input').getAttribute('aria-describedby'), await row.locator('.fault').getAttribute('id'))
  })

  await step('a good one is saved and shown as it is written here', async () => {
    await row.locator('input').fill('86,97')
    await page.getByRole('button', { name: 'Lưu số liệu' }).click()
    await shows(notice, 'Đã lưu 1 số liệu.')
    await shows(row, 'Đang soạn')
    assert.equal(await row.locator('input').inputValue(), '86,97')
    assert.equal(await row.locator('input').getAttribute('aria-invalid'), 'false')
    assert.equal(figure(await report()).value, '86.97')
  })

  await step('the report is handed in', async () => {
    await page.getByRole('button', { name: 'Nộp báo cáo' }).click()
    await shows(notice, 'Đã nộp báo cáo.')
    await shows(row, 'Đã nộp')
    assert.equal(await row.locator('input').isDisabled(), true)
    assert.equal((await report()).status, 'SUBMITTED')
  })

  await step('what the reviewer sends back arrives without a reload', async () => {
    await page.evaluate(() => { window.sameDocument = true })
    const now = await report()
    await ask(api.url, people['reviewer-cdsqg'], 'mutation($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { userErrors { code path message severity } } }',
      { input: { id: now.id, version: now.version, figures: [{ id: figure(now).id, comment }] } })
    await shows(row.locator('.returned'), `Phạm Thu Hà đã trả lại: ${comment}`)
    await shows(notice, 'Phạm Thu Hà vừa trả lại báo cáo.')
    await shows(row, 'Bị trả lại')
    assert.equal(await row.locator('input').isEnabled(), true, 'it may be put right')
    assert.equal(await page.evaluate(() => window.sameDocument), true)
  })
  if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE })

  await step('it speaks English too', async () => {
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'English' }).click()])
    await shows(page.locator('h1'), 'Figures to report: Lao Cai Province')
    await shows(row, 'Returned')
    assert.equal(await row.locator('input').inputValue(), '86.97')
  })

  if (initial) {
    await step('what may have been missed is read again', async () => {
      // The page was loaded just now. Nothing tells when it listens; who resets before tells nobody.
      await eventually(async () => {
        assert.equal((await fetch(`${api.url}/mock/reset`, { method: 'POST' })).status, 204)
        await row.filter({ hasText: 'Draft' }).waitFor({ timeout: 5_000 })
      })
      await page.waitForFunction(([input, value]) => input.value === value, [await row.locator('input').elementHandle(), initial])
    })
  }

  assert.deepEqual(wrong, [], 'nothing goes wrong in the page')
  assert.deepEqual([...hosts], ['127.0.0.1'], 'only this machine is contacted')
}

// eventually does something until it works, for a minute at most.
async function eventually(what) {
  for (const end = Date.now() + 60_000; ;) {
    try { return await what() } catch (error) { if (Date.now() > end) throw error }
  }
}

describe('the front end of duties', { timeout: 600_000 }, () => {
  test('on the mock', async (t) => {
    const api = await serve({}, '--mock')
    t.after(() => api.stop())
    await story(t, api, '2024-Q4', '88.12')
  })

  // The picture is of the mock.
  if (!process.env.PICTURE) test('on PostgreSQL', onPostgres)
})

async function onPostgres(t) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tiendo-clients-'))
  t.after(() => rm(dataDir, { recursive: true }))
  const env = { TIENDO_DATABASE_URL: process.env.TIENDO_TEST_POSTGRES, TIENDO_DATA_DIR: dataDir, TIENDO_DEVELOPMENT: 'true' }
  await run(env, 'migrate', 'up')
  const api = await serve(env)
  t.after(() => api.stop())
  // The window is long locked, whatever day this runs on; it is opened for one agency.
  const window = '2025-Q4'
  const until = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
  await ask(api.url, (await tokens(api.url)).coordinator, 'mutation($input: ReopenWindowInput!) { reopenWindow(input: $input) { userErrors { code path message severity } } }',
    { input: { window, agencies: [agency], until, reason: 'Hệ thống của tỉnh gián đoạn' } })
  await story(t, api, window)
}
