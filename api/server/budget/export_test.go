package budget

// MaxCallers is how many callers are remembered.
const MaxCallers = maxCallers

// Callers is how many are.
func (b *Budget) Callers() int { return b.whole.Len() }
