// Runs each operation of the JSON list given with graphql-sse's client in its
// distinct connections mode, one after the other, and prints what came as a line
// of JSON each. A subscription is left after its first event.
import { createClient } from 'graphql-sse';

const [url, operations] = [process.argv[2], JSON.parse(process.argv[3])];
const client = createClient({ url, singleConnection: false, retryAttempts: 0 });
for (const operation of operations) {
  const got = { events: [], errors: [] };
  try {
    for await (const event of client.iterate(operation)) {
      got.events.push(event);
      if (operation.query?.startsWith('subscription')) break;
    }
  } catch (err) {
    got.errors = [{ message: String(err?.message ?? err) }];
  }
  console.log(JSON.stringify(got));
}
client.dispose();
