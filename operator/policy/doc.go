// Package policy holds the rules about more than one object, or about one object
// before and after, that CEL cannot state. They are pure: webhooks ask them to
// refuse what people write, and reconcilers ask them again, so that a webhook
// that was bypassed cannot hurt.
//
// Every rule reports all of its faults, each with the field, the value and what
// was expected. What would only be unwise is a warning.
package policy
