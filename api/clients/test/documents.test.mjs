import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { parse } from 'graphql'
import * as documents from '../documents/dist/index.js'
import { serve } from './program.mjs'

const { createClient, documentId, faultsByCell, formatDecimal, parseDecimal, RequestError } = documents

describe('the package of documents', { timeout: 300_000 }, () => {
  let api, client
  before(async () => {
    api = await serve({}, '--mock')
    client = createClient({ url: `${api.url}/graphql`, token: () => 'coordinator', locale: () => 'vi' })
  })
  after(() => api?.stop())

  const window = '2024-Q4'
  const variables = {
    PlanTree: { plan: '2021-2025' }, IndicatorDetail: { plan: '2021-2025', code: '1.5' }, Duties: { agency: 'lao-cai', window },
    Tasks: { agency: 'lao-cai', year: 2023 }, SubmissionsPage: { window, status: 'SUBMITTED', first: 1 }, WhatRestsOn: { number: '942/QĐ-TTg' },
    Find: { text: 'chu ky so' }, Progress: { window }, Me: {}, Any: { ids: [] },
  }

  test('every query answers', async () => {
    const queries = Object.entries(documents).filter(([name, document]) => name.endsWith('Document') && document.definitions.some((d) => d.operation === 'query'))
    assert.deepEqual(queries.map(([name]) => name.replace(/Document$/, '')).sort(), Object.keys(variables).sort(), 'each is tried')
    for (const [name, document] of queries) {
      const answer = await client.request(document, variables[name.replace(/Document$/, '')])
      assert.ok(Object.values(answer).every((value) => value !== null), `${name} found nothing`)
    }
  })

  test('ids are the hashes of the texts that are published', async () => {
    const published = JSON.parse(await readFile(new URL('../documents/src/generated/persisted-documents.json', import.meta.url), 'utf8'))
    const known = Object.entries(documents).filter(([name]) => name.endsWith('Document'))
    const operations = known.filter(([, document]) => document.definitions.some((d) => d.kind === 'OperationDefinition')).map(([, document]) => documentId(document))
    assert.deepEqual(operations.sort(), Object.keys(published).sort())
    for (const [id, text] of Object.entries(published)) {
      assert.equal(id, `sha256:${createHash('sha256').update(text).digest('hex')}`)
      parse(text)
    }
  })

  test('faults come by cell, and refused requests as errors with a code', async () => {
    const reporter = createClient({ url: `${api.url}/graphql`, token: () => 'reporter-lao-cai', locale: () => 'en' })
    const { putFigures } = await reporter.request(documents.PutFiguresDocument, {
      input: { agency: 'lao-cai', window, mode: 'EACH', cells: [{ code: '1.1', value: '87' }, { code: '1.2', value: '-3' }] },
    })
    const { cells, whole } = faultsByCell(putFigures)
    assert.deepEqual([...cells.keys()], [1])
    assert.match(cells.get(1)[0].message, /PERCENT_RANGE/)
    assert.deepEqual(whole, [])
    const stranger = createClient({ url: `${api.url}/graphql`, token: () => 'nobody' })
    await assert.rejects(stranger.request(documents.MeDocument), (error) => error instanceof RequestError && error.code === 'UNAUTHENTICATED' && error.status === 401)
    const nowhere = createClient({ url: 'http://127.0.0.1:1/graphql' })
    await assert.rejects(nowhere.request(documents.MeDocument), (error) => error instanceof RequestError && error.status === 0)
  })

  test('decimals are written and read exactly, and never guessed', () => {
    for (const [value, vi, en] of [['86.97', '86,97', '86.97'], ['1234567.5', '1.234.567,5', '1,234,567.5'], ['-1000', '-1.000', '-1,000'], ['0.10', '0,10', '0.10'],
      ['12345678901234567890.123456789', '12.345.678.901.234.567.890,123456789', '12,345,678,901,234,567,890.123456789']]) {
      assert.equal(formatDecimal(value, 'vi'), vi)
      assert.equal(formatDecimal(value, 'en'), en)
      assert.equal(parseDecimal(vi, 'vi'), value)
      assert.equal(parseDecimal(en, 'en'), value)
    }
    for (const typed of ['86.97', '1.23', '1,2,3', '12a', '', '1.234.5', '0.123', ',5', '1e5']) assert.equal(parseDecimal(typed, 'vi'), undefined, typed)
  })
})
