package setup

// Answers is how a running operator asks an Instance.
var Answers = answers
