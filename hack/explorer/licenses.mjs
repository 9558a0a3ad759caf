// Collects the licence of every package that ended up in the bundle.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

// licenses returns one text for the packages that the input files belong to.
export async function licenses(root, inputs) {
  const folders = [...new Set(inputs.map(packageFolder).filter(Boolean))];
  const packages = new Map();
  for (const folder of folders) {
    const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    packages.set(`${about.name} ${about.version}`, {
      license: about.license,
      text: (await licenseText(join(root, folder))) ?? impliedText(about),
    });
  }

  // Packages with the same text share it.
  const byText = new Map();
  for (const [name, { license, text }] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!license) throw new Error(`${name} names no licence`);
    byText.set(text, [...(byText.get(text) ?? []), `${name} (${license})`]);
  }
  const line = '-'.repeat(78);
  const parts = [...byText].map(([text, names]) => `${line}\n${names.join('\n')}\n${line}\n\n${text}\n`);
  return `The explorer's script and styles hold these packages.\n\n${parts.join('\n')}`;
}

// packageFolder is the innermost package an input file belongs to, or undefined for our own files.
function packageFolder(input) {
  return input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];
}

// impliedText stands in where a package names the MIT licence without carrying its text.
function impliedText({ name, license, author, repository }) {
  if (license !== 'MIT') throw new Error(`${name} is under ${license} and carries no text of it`);
  const holder = author?.name ?? author ?? repository?.url ?? repository ?? name;
  return mit.replace('HOLDER', String(holder).replace(/^git\+|\.git$/g, ''));
}

const mit = `MIT License

Copyright (c) HOLDER

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

async function licenseText(folder) {
  const name = (await readdir(folder)).sort().find((file) => /^licen[cs]e/i.test(file));
  if (!name) return undefined;
  const text = await readFile(join(folder, name), 'utf8');
  return text.replace(/\r\n/g, '\n').replace(/[ \t]+$/gm, '').trim();
}
