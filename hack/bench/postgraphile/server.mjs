// PostGraphile in production mode over the benchmark's database, without access
// rules. It prints the address it listens on, and ends with its standard input.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { printSchema } from "postgraphile/graphql";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { jsonPgSmartTags } from "postgraphile/utils";

// What PostGraphile takes from Node 22, for Node 20.
Promise.withResolvers ??= function () {
  const all = {};
  all.promise = new this((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
};

const { PEER_URL, PEER_CONNECTIONS } = process.env;

// PostGraphile looks a row up by constraints, and offers conditions on what a
// plain index holds: here the one is a unique index, the other a partial one.
const tags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      "public.plans": { tags: { unique: "code" } },
      "public.reporting_windows": { tags: { unique: "code" } },
      "public.agencies": { tags: { unique: "code" } },
    },
    attribute: {
      "public.targets.superseded_at": { tags: { behavior: "+attribute:filterBy" } },
      "public.indicators.kind": { tags: { behavior: "+attribute:filterBy" } },
    },
  },
});

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [tags],
  pgServices: [
    makePgService({
      connectionString: PEER_URL,
      schemas: ["public", "peer"],
      poolConfig: { max: Number(PEER_CONNECTIONS) },
    }),
  ],
  // Lists beside connections, so that neither side pays for edges the other
  // does not have; nobody writes.
  schema: { defaultBehavior: "+list -insert -update -delete" },
  grafserv: { graphiql: false, watch: false, websockets: false, outputDataAsString: true },
  grafast: { explain: false },
});

if (process.argv[2] === "schema") {
  console.log(printSchema(await pgl.getSchema()));
  process.exit(0);
}

const server = createServer();
server.keepAliveTimeout = 60_000;
await pgl.createServ(grafserv).addTo(server);
await pgl.getSchema();
server.listen(0, "127.0.0.1", () => console.log(`127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
