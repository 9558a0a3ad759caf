// The personas of development mode: somebody to be while trying the API. Outside
// development mode the server names none, and the page has no switch.
import { useState } from 'react';

// loadPersonas asks the server who there is to be.
export async function loadPersonas() {
  try {
    const response = await fetch('personas');
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

// The token lives here only as long as the page: nothing stores it.
let token = '';

// credentials are the headers of whoever was chosen.
export function credentials() {
  return token ? { authorization: `Bearer ${token}` } : {};
}

// PersonaSwitch lets one choose who asks. The next request is the chosen one's.
export function PersonaSwitch({ personas }) {
  const [chosen, setChosen] = useState('');
  if (personas.length === 0) return null;
  const choose = (key) => {
    token = personas.find((persona) => persona.key === key)?.token ?? '';
    setChosen(key);
  };
  return (
    <label className="personas">
      Act as
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">the public</option>
        {personas.map(({ key, name, role, agency }) => (
          <option key={key} value={key}>
            {name} · {role} · {agency}
          </option>
        ))}
      </select>
    </label>
  );
}
