package config

// TooOpen is for tests that cannot give a file away: only root can.
var TooOpen = tooOpen
