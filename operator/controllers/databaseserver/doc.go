// Package databaseserver finds out how DatabaseServers are.
package databaseserver
