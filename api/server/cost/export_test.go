package cost

// Known is how many operations are kept.
func (m *Model) Known() int {
	m.known.mu.RLock()
	defer m.known.mu.RUnlock()
	return len(m.known.operations)
}
