// Starts `smtptrace live` with the right to listen on interfaces (CAP_NET_RAW).
//
// Everybody may run smtptrace, to read captures; who may listen is another question. A capability stands on a file and is had by
// whoever may run that file. So it stands on this one, which only the group smtptrace may run: it takes the capability up as an
// ambient one, which outlives the start of another program, and starts the one program that it was built for, with the word "live"
// before all others. No other command of smtptrace ever has the right, and no program of the caller's choice.
//
// Of the environment only what says how to write is handed on: a variable that names a library or a program to start
// would give the right to that. One more says that the helper was here: a program that has no right to listen even so does not
// start it again.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PROGRAM
#error "PROGRAM must name the file of smtptrace, from the root on"
#endif

#ifndef PR_CAP_AMBIENT
#define PR_CAP_AMBIENT 47
#define PR_CAP_AMBIENT_RAISE 2
#endif

static const char *const handed_on[] = {"COLUMNS", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LINES", "NO_COLOR", "TERM", "TZ"};
enum { handed_on_count = sizeof handed_on / sizeof handed_on[0] };

static int refuse(const char *what) {
  fprintf(stderr, "smtptrace-capture: %s: %s\n", what, strerror(errno));
  return 3;
}

int main(int argc, char **argv) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
  const uint32_t net_raw = UINT32_C(1) << CAP_NET_RAW;
  memset(data, 0, sizeof data);
  if (syscall(SYS_capget, &header, data) != 0) return refuse("its capabilities cannot be read");
  if ((data[0].permitted & net_raw) == 0) {
    fputs("smtptrace-capture: this file lacks the capability that it is to hand on, or the system does not let it be gained here.\n"
          "The first is mended by root, in this order: chown root:smtptrace, chmod 0750, setcap cap_net_raw=p on this file; without\n"
          "the first two everybody could listen. See INSTALL or README.Debian.\n",
          stderr);
    return 3;
  }
  data[0].inheritable |= net_raw;
  if (syscall(SYS_capset, &header, data) != 0) return refuse("CAP_NET_RAW cannot be made inheritable");
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, (unsigned long)CAP_NET_RAW, 0UL, 0UL) != 0)
    return refuse("CAP_NET_RAW cannot be handed on");

  char *environment[handed_on_count + 3];
  int count = 0;
  environment[count++] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  environment[count++] = "SMTPTRACE_HELPED=1";
  for (int index = 0; index < handed_on_count; index++) {
    const char *value = getenv(handed_on[index]);
    if (value == NULL) continue;
    if (asprintf(&environment[count], "%s=%s", handed_on[index], value) < 0) return refuse("there is no memory");
    count++;
  }
  environment[count] = NULL;

  const int given = argc > 1 ? argc - 1 : 0;
  char **words = calloc((size_t)given + 3, sizeof *words);
  if (words == NULL) return refuse("there is no memory");
  words[0] = "smtptrace";
  words[1] = "live";
  for (int index = 0; index < given; index++) words[index + 2] = argv[index + 1];
  execve(PROGRAM, words, environment);
  return refuse(PROGRAM);
}
