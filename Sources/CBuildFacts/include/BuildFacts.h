// What the script that makes packages knows of the build. Both are empty in a build that somebody made by hand.
#ifndef SMTPTRACE_BUILD_FACTS_H
#define SMTPTRACE_BUILD_FACTS_H

// The commit that the program was built from, with " with changes" behind it where files differed from it.
const char *smtptrace_build_commit(void);

// The version of the Swift compiler.
const char *smtptrace_build_compiler(void);

#endif
