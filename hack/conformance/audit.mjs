// Runs every audit of graphql-http against the server at the address given, and
// prints what each came to as one JSON document.
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
const results = [];
for (const audit of serverAudits({ url })) {
  const { id, name, status, reason } = await audit.fn();
  results.push({ id, name, status, reason: reason ?? '' });
}
console.log(JSON.stringify(results));
