// Package tenant reconciles Tenants: a namespace with its limits, its network
// policies and its role bindings, and where the Tenant says so the Instance in it.
package tenant
