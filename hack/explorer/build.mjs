// Builds the explorer into api/explorer/static:
//
//   npm ci && npm run build    writes the files
//   npm run verify             builds into memory and compares, without writing
//
// Scripts and styles are stored compressed only, to keep the binary small. The
// comparison looks at what is inside, as two versions of zlib may compress the
// same text differently.
import { build } from 'esbuild';
import { readFile, readdir, rm, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

import { licenses } from './licenses.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../api/explorer/static');

// withoutFonts drops the web fonts that GraphiQL's styles carry along.
const withoutFonts = {
  name: 'without-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    }));
  },
};

// compress makes a gzip stream that does not name the system it was made on.
function compress(contents) {
  const gz = gzipSync(contents, { level: 9 });
  gz[9] = 255;
  return gz;
}

// files is the wanted contents of the target folder, by name.
async function files() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: { app: 'src/main.jsx' },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none', // the full texts are in LICENSES.txt
    define: { 'process.env.NODE_ENV': '"production"' },
    pure: ['console.log', 'console.info', 'console.debug', 'console.warn'],
    alias: { 'react-style-singleton': './src/no-style-tags.js' },
    plugins: [withoutFonts],
    logLevel: 'warning',
  });
  const wanted = new Map();
  for (const { path, contents } of outputFiles) {
    wanted.set(`${path.slice(path.lastIndexOf('/') + 1)}.gz`, compress(contents));
  }
  for (const name of ['index.html', 'favicon.svg']) {
    wanted.set(name, await readFile(join(here, 'src', name)));
  }
  wanted.set('LICENSES.txt', Buffer.from(await licenses(here, Object.keys(metafile.inputs))));
  return wanted;
}

// differences names the files that are missing, left over or not as wanted.
async function differences(wanted) {
  const plain = (name, data) => (name.endsWith('.gz') ? gunzipSync(data) : data);
  const found = new Set(await readdir(target));
  const names = [...found].filter((name) => !wanted.has(name));
  for (const [name, data] of wanted) {
    const same = found.has(name) && plain(name, await readFile(join(target, name))).equals(plain(name, data));
    if (!same) names.push(name);
  }
  return names;
}

const wanted = await files();
if (process.argv.includes('--check')) {
  const names = await differences(wanted);
  if (names.length > 0) {
    console.error(`api/explorer/static is not what the sources build: ${names.join(', ')}`);
    process.exit(1);
  }
} else {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [name, data] of wanted) await writeFile(join(target, name), data);
}
