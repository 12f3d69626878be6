#ifndef SMTPTRACE_ALLOCATION_COUNTER_H
#define SMTPTRACE_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Calls of malloc and its kind since the program began; always 0 where they cannot be counted.
uint64_t allocation_count(void);

/// Whether they are counted: this needs the GNU C library, whose own functions have second names.
bool allocations_are_counted(void);

#endif
