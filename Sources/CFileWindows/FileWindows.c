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
// a free slot, 1 one that is being filled.
struct slot {
  uintptr_t start;
  size_t length;
};

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
  // Sent by another process, it names no address.
  for (int index = 0; info->si_code > 0 && index < FILE_WINDOW_SLOTS; index++) {
    uintptr_t start = __atomic_load_n(&slots[index].start, __ATOMIC_ACQUIRE);
    if (start <= 1 || address < start || address - start >= slots[index].length) continue;
    // From the page on that could not be brought up to the window's end: behind it there is nothing either, or nothing
    // that may be believed.
    uintptr_t page = address & ~(page_size - 1);
    int kept = errno;
    void *zeros = mmap((void *)page, start + slots[index].length - page, PROT_READ,
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
    slots[index].length = length;
    __atomic_store_n(&file_window_broken[index], 0, __ATOMIC_RELAXED);
    __atomic_store_n(&slots[index].start, (uintptr_t)start, __ATOMIC_RELEASE);
    return index;
  }
  return -1;
}

void file_window_release(int number) {
  if (number >= 0 && number < FILE_WINDOW_SLOTS) __atomic_store_n(&slots[number].start, 0, __ATOMIC_RELEASE);
}
