#ifndef SMTPTRACE_FILE_WINDOWS_H
#define SMTPTRACE_FILE_WINDOWS_H

/// The two things about mapped files that Swift cannot say: a signal handler that survives a file which shrinks under its
/// reader, and a hint to the processor.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Windows that can be guarded at once, in the whole process.
#define FILE_WINDOW_SLOTS 256

extern unsigned char file_window_broken[FILE_WINDOW_SLOTS];

/// Guards a mapped part of a file: where the system cannot bring a page of it, because the file has become shorter or its
/// medium fails, zeros are put there in place of the signal that would end the process.
/// The number of the guard, or -1 where there is none to be had; then the window must not be touched.
int file_window_guard(const void *start, size_t length);

/// Ends a guard, before its window is unmapped.
void file_window_release(int number);

/// Whether zeros stand for bytes of the window.
static inline bool file_window_is_broken(int number) {
  return __atomic_load_n(&file_window_broken[number], __ATOMIC_RELAXED) != 0;
}

/// Asks the processor for the cache lines at an address that will be read soon. It may be any address.
static inline void file_window_prefetch(const void *address) {
  __builtin_prefetch(address);
  __builtin_prefetch((const char *)address + 64);
}

#endif
