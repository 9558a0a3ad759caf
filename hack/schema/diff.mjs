// Prints what changed between two schemas, as graphql-inspector judges it:
//
//   node diff.mjs OLD.graphql NEW.graphql
//
// Node looks for modules in the folder it is run in: see compare.go.
import { readFileSync } from 'node:fs';
import { diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [before, after] = process.argv.slice(-2).map(file => buildSchema(readFileSync(file, 'utf8')));
const changes = await diff(before, after);
console.log(JSON.stringify(changes.map(change => ({
  level: change.criticality.level,
  path: change.path ?? '',
  type: change.type,
  message: change.message,
}))));
