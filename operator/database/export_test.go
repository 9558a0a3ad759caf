package database

// Verifier is what PostgreSQL keeps in place of a password.
var Verifier = verifier
