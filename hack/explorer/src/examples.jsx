// The examples: the first tabs of a new visitor, and a panel that opens any of
// them again later.
import { useEffect, useState } from 'react';
import { useEditorContext } from '@graphiql/react';

// loadExamples asks the server for its examples; without them the page still works.
export async function loadExamples() {
  try {
    const response = await fetch('examples.json');
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

// exampleTab turns an example into the contents of an editor tab.
export function exampleTab({ query, variables }) {
  return { query, variables: variables ? JSON.stringify(variables, null, 2) : null };
}

// examplesPlugin is the panel for these examples.
export function examplesPlugin(examples) {
  return {
    title: 'Examples',
    icon: ExamplesIcon,
    content: () => <ExamplesPanel examples={examples} />,
  };
}

function ExamplesPanel({ examples }) {
  const { addTab, tabs, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const [pending, setPending] = useState(null);

  // GraphiQL can only add a tab with its default text: fill the new one once it is there.
  useEffect(() => {
    if (!pending || tabs.length < pending.count) return;
    queryEditor?.setValue(pending.tab.query);
    variableEditor?.setValue(pending.tab.variables ?? '');
    setPending(null);
  }, [pending, tabs, queryEditor, variableEditor]);

  const open = (example) => {
    setPending({ tab: exampleTab(example), count: tabs.length + 1 });
    addTab();
  };

  return (
    <section aria-label="Examples">
      <div className="graphiql-doc-explorer-title">Examples</div>
      <p className="examples-note">Each opens in a new tab. Ctrl-Enter runs it.</p>
      <ul className="examples-list">
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" className="graphiql-un-styled" onClick={() => open(example)}>
              {example.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExamplesIcon(props) {
  return (
    <svg viewBox="0 0 24 24" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" {...props}>
      <path d="M4 5h16M4 12h10M4 19h7M17 14v6M14 17h6" strokeLinecap="round" />
    </svg>
  );
}
