// The explorer page: GraphiQL, a click-together query builder, and the examples
// that the server hands out. Nothing is loaded from another host.
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';

import './explorer.css';
import { examplesPlugin, exampleTab, loadExamples } from './examples.jsx';
import { createFetcher } from './fetcher.js';
import { credentials, loadPersonas, PersonaSwitch } from './personas.jsx';
import { storageWithoutHeaders } from './storage.js';

// endpoint is the GraphQL path the server wrote into the page.
const endpoint = document.querySelector('meta[name="graphql-endpoint"]').content;

const [examples, personas] = await Promise.all([loadExamples(), loadPersonas()]);

createRoot(document.getElementById('explorer')).render(
  <GraphiQL
    fetcher={createFetcher(new URL(endpoint, location.href).href, credentials)}
    plugins={[examplesPlugin(examples), explorerPlugin()]}
    defaultTabs={examples.length > 0 ? examples.map(exampleTab) : undefined}
    defaultQuery="# Type a query; Ctrl-Space completes, Ctrl-Enter runs.&#10;"
    defaultEditorToolsVisibility="variables"
    storage={storageWithoutHeaders(localStorage)}
    shouldPersistHeaders={false}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <PersonaSwitch personas={personas} /> tiendo
    </GraphiQL.Logo>
  </GraphiQL>,
);
