#include "BuildFacts.h"

// Package.swift defines both, from the environment. They stand here, and not in the header, so that another commit compiles this file
// alone anew.
const char *smtptrace_build_commit(void) { return SMTPTRACE_COMMIT; }
const char *smtptrace_build_compiler(void) { return SMTPTRACE_COMPILER; }
