#define _GNU_SOURCE
#include "CFileWindows.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

// One guard: written by the thread that owns the window, read by the handler on whichever thread touches it. A start of 0 is
// a free slot, 1 one that is being filled. Start and length are one statement: a reader takes them only where the count of
// changes is even and the same before and after, so that it never puts the length of one window to the start of another.
struct slot {
  uintptr_t start;
  size_t length;
  unsigned changes;
};

static bool read_slot(const struct slot *slot, uintptr_t *start, size_t *length) {
  unsigned before = __atomic_load_n(&slot->changes, __ATOMIC_ACQUIRE);
  *start = __atomic_load_n(&slot->start, __ATOMIC_RELAXED);
  *length = __atomic_load_n(&slot->length, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  // A slot that changes now belongs to another thread than the one that touched its window.
  return before % 2 == 0 && before == __atomic_load_n(&slot->changes, __ATOMIC_RELAXED) && *start > 1;
}

static void write_slot(struct slot *slot, uintptr_t start, size_t length) {
  __atomic_fetch_add(&slot->changes, 1, __ATOMIC_ACQ_REL);
  __atomic_store_n(&slot->length, length, __ATOMIC_RELAXED);
  __atomic_store_n(&slot->start, start, __ATOMIC_RELEASE);
  __atomic_fetch_add(&slot->changes, 1, __ATOMIC_RELEASE);
}

static struct slot slots[FILE_WINDOW_SLOTS];
unsigned char file_window_broken[FILE_WINDOW_SLOTS];

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sigaction previous;
static uintptr_t page_size;
static bool is_installed;

// What would have happened without this handler.
static void pass_on(int number, siginfo_t *info, void *context) {
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(number, info, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  } else {
    // Returning repeats the access, which now ends the process as it should.
    signal(number, SIG_DFL);
  }
}

// Nothing here allocates or locks; mmap is one system call.
static void handle(int number, siginfo_t *info, void *context) {
  uintptr_t address = (uintptr_t)info->si_addr;
  // Sent by another process, it names no address, and nothing is the matter with a file: the guard stays as it is.
  if (info->si_code <= 0) {
    if (previous.sa_flags & SA_SIGINFO || (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN))
      pass_on(number, info, context);
    return;
  }
  for (int index = 0; index < FILE_WINDOW_SLOTS; index++) {
    uintptr_t start;
    size_t length;
    if (!read_slot(&slots[index], &start, &length) || address < start || address - start >= length) continue;
    // From the page on that could not be brought up to the window's end: behind it there is nothing either, or nothing
    // that may be believed.
    uintptr_t page = address & ~(page_size - 1);
    int kept = errno;
    void *zeros = mmap((void *)page, start + length - page, PROT_READ,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    errno = kept;
    if (zeros == MAP_FAILED) break;
    __atomic_store_n(&file_window_broken[index], 1, __ATOMIC_RELEASE);
    return;
  }
  pass_on(number, info, context);
}

static void install(void) {
  page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {0};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  is_installed = sigaction(SIGBUS, &action, &previous) == 0;
}

int file_window_guard(const void *start, size_t length) {
  pthread_once(&once, install);
  if (!is_installed) return -1;
  for (int index = 0; index < FILE_WINDOW_SLOTS; index++) {
    uintptr_t expected = 0;
    if (!__atomic_compare_exchange_n(&slots[index].start, &expected, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) continue;
    __atomic_store_n(&file_window_broken[index], 0, __ATOMIC_RELAXED);
    write_slot(&slots[index], (uintptr_t)start, length);
    return index;
  }
  return -1;
}

void file_window_release(int number) {
  if (number >= 0 && number < FILE_WINDOW_SLOTS) write_slot(&slots[number], 0, 0);
}
