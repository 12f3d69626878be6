// libpcap, and what Swift cannot ask the system itself: two calls of Linux that take a varying number of arguments, and
// a union that every system names otherwise.
#ifndef SMTPTRACE_CPCAP_H
#define SMTPTRACE_CPCAP_H

#include <pcap/pcap.h>
#include <signal.h>
#include <stdbool.h>

// Whether whoever started the process had a signal ignored.
static inline bool smtptrace_ignores(int number) {
  struct sigaction action;
  return sigaction(number, 0, &action) == 0 && action.sa_handler == SIG_IGN;
}

#ifdef __linux__
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int smtptrace_keep_capabilities(int keeps) {
  return prctl(PR_SET_KEEPCAPS, (unsigned long)keeps, 0UL, 0UL, 0UL);
}

// No program that is started later can gain rights.
static inline int smtptrace_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL);
}

// Whether the calling thread has CAP_NET_RAW now.
static inline bool smtptrace_has_net_raw(void) {
  struct __user_cap_header_struct header;
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
  memset(&header, 0, sizeof header);
  memset(data, 0, sizeof data);
  header.version = _LINUX_CAPABILITY_VERSION_3;
  return syscall(SYS_capget, &header, data) == 0 && (data[0].effective & UINT32_C(1) << CAP_NET_RAW) != 0;
}

// The calling process keeps CAP_NET_RAW alone as what it may take up, where `permitted`, and as what it has, where `effective`.
static inline int smtptrace_only_net_raw(int permitted, int effective) {
  struct __user_cap_header_struct header;
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
  memset(&header, 0, sizeof header);
  memset(data, 0, sizeof data);
  header.version = _LINUX_CAPABILITY_VERSION_3;
  data[0].permitted = permitted ? UINT32_C(1) << CAP_NET_RAW : 0;
  data[0].effective = effective ? UINT32_C(1) << CAP_NET_RAW : 0;
  return (int)syscall(SYS_capset, &header, data);
}
#endif

#endif
