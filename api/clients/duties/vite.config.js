import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const documents = (name) => fileURLToPath(new URL(`../documents/src/${name}.ts`, import.meta.url))

// The API is on the page's own host, so no browser has to be told of another:
// here by this proxy, in production by the one in front of both.
const api = process.env.TIENDO_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: {
    alias: [
      { find: /^@tiendo\/documents$/, replacement: documents('index') },
      { find: /^@tiendo\/documents\/live$/, replacement: documents('live') },
    ],
  },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true },
  server: {
    host: '127.0.0.1',
    proxy: { '/graphql': { target: api, ws: true }, '/personas': api },
  },
})
