import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { serve } from './program.mjs'

// What api/README.md tells front-end teams to type is typed here, in its order, on
// a mock: where a command is followed by JSON, that is what it answers.

const file = process.env.README ?? new URL('../../README.md', import.meta.url)
const address = 'http://127.0.0.1:8080'
const section = /### From the first query to production\n[\s\S]*?(?=\n### (?!\d))/
const blocks = /```sh\n(curl[\s\S]*?)```\n\n```json\n([\s\S]*?)```/g

test('the commands of the README answer what it says', { timeout: 300_000 }, async (t) => {
  const api = await serve({}, '--mock')
  t.after(() => api.stop())
  const text = await readFile(file, 'utf8')
  const [told] = section.exec(text)
  let written = told
  let commands = 0
  for (const [block, command, answer] of told.matchAll(blocks)) {
    const { stdout } = await promisify(execFile)('bash', ['-euc', command.replaceAll(address, api.url).replace(/^curl /gm, 'curl -sS ')])
    if (process.env.README) written = written.replace(block, () => `\`\`\`sh\n${command}\`\`\`\n\n\`\`\`json\n${print(JSON.parse(stdout))}\n\`\`\``)
    else assert.deepEqual(JSON.parse(stdout), JSON.parse(answer), command)
    commands++
  }
  assert.ok(commands >= 6, `only ${commands} commands`)
  if (process.env.README) await writeFile(file, text.replace(told, () => written))
})

/** Writes JSON in lines of 100 characters, as a person would. */
function print(value, indent = '', before = 0) {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replace(/([[{]) /g, '$1').replace(/ ([\]}])/g, '$1')
  if (typeof value !== 'object' || value === null || indent.length + before + line.length <= 100) return line
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item) => inner + print(item, inner))
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, inner, key.length + 4)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}
