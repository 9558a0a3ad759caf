// Runs each operation of the JSON list given with graphql-ws's client on one
// connection, one after the other, and prints what came as a line of JSON each. A
// subscription is left after its first event.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, operations] = [process.argv[2], JSON.parse(process.argv[3])];
const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true, lazyCloseTimeout: 1000 });
for (const operation of operations) {
  const got = { events: [], errors: [] };
  try {
    for await (const event of client.iterate(operation)) {
      got.events.push(event);
      if (operation.query?.startsWith('subscription')) break;
    }
  } catch (err) {
    got.errors = Array.isArray(err) ? err : [{ message: String(err?.message ?? err) }];
  }
  console.log(JSON.stringify(got));
}
await client.dispose();
