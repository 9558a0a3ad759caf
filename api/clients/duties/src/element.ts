type Child = Node | string | undefined

/** Makes an element: properties as the DOM has them, and attributes where a name has a dash. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, properties: { [name: string]: unknown } = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue
    if (key.includes('-') || key === 'role' || key === 'for') made.setAttribute(key, String(value))
    else Object.assign(made, { [key]: value })
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}
