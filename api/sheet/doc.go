// Package sheet writes and reads the reporting workbook: the form of Annex 01
// (Phụ lục 01) of the action plan, which an agency fills in each quarter.
// README.md describes the file for those who meet it outside this package.
//
// Write makes a workbook from a Form. Read takes back what people made of it:
// a file that is not the one handed out is refused whole with a Fault, and a
// cell that cannot be understood is reported as a Finding, never guessed. Mark
// gives the file back with the findings in it.
//
// The package knows nothing about the database, and trusts nothing in a file:
// the hidden stamp says which report the file claims to be, and who calls
// decides whether it may be.
package sheet
