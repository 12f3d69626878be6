// Lets a program that uses OpenSSL and writes no key log write one, as RFC 9850 has it: for Postfix, whose daemons load it by LD_PRELOAD.
// The file is opened before the program gives up its rights.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;

static int keys = -1;

__attribute__((constructor)) static void open_keys(void) {
  const char *path = getenv("SSLKEYLOGFILE");
  if (path != NULL) keys = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static void write_line(const SSL *ssl, const char *line) {
  (void)ssl;
  struct iovec parts[] = {{(void *)line, strlen(line)}, {"\n", 1}};
  // One call, so that the lines of several processes do not mix.
  if (writev(keys, parts, 2) < 0) return;
}

SSL_CTX *SSL_CTX_new(const SSL_METHOD *method) {
  SSL_CTX *(*create)(const SSL_METHOD *) = dlsym(RTLD_NEXT, "SSL_CTX_new");
  void (*set)(SSL_CTX *, void (*)(const SSL *, const char *)) = dlsym(RTLD_NEXT, "SSL_CTX_set_keylog_callback");
  SSL_CTX *context = create == NULL ? NULL : create(method);
  if (context != NULL && set != NULL && keys >= 0) set(context, write_line);
  return context;
}
