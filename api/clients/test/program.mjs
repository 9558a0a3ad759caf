import { spawn, execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The server under test. */
const program = process.env.TIENDO

/** Runs a command of the program to its end. */
export const run = (env, ...args) => promisify(execFile)(program, args, { env: { ...process.env, ...env } })

/** Starts `tiendo serve` and returns its address once it serves. */
export async function serve(env, ...flags) {
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--log-level', 'warn', ...flags], { env: { ...process.env, ...env } })
  const ended = new Promise((end) => child.once('exit', end))
  let said = ''
  const url = await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text
      const [, address] = /(http:\/\/[\d.:]+)\/graphql/.exec(said) ?? []
      if (address) resolve(address)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`tiendo serve ended with ${code}:\n${said}`)))
  })
  return {
    url,
    log: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Asks the API as somebody; whatever goes wrong is thrown. */
export async function ask(url, token, query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  for (const payload of Object.values(data)) {
    const faults = payload?.userErrors?.filter((fault) => fault.severity !== 'WARNING') ?? []
    if (faults.length > 0) throw new Error(JSON.stringify(faults))
  }
  return data
}

/** The tokens of the people one can be, by their keys. */
export async function tokens(url) {
  const people = await (await fetch(`${url}/personas`)).json()
  return Object.fromEntries(people.map((person) => [person.key, person.token]))
}
