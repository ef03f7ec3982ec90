// For sigaction and ssize_t, whatever the dialect.
#define _GNU_SOURCE

#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#include <sys/resource.h>
#endif

static int argument_count = -1;
static char **arguments;

#if defined(__GLIBC__) || defined(__APPLE__)

// These C libraries pass the arguments of `main` to constructors. The priority is the first that
// programs may use, so that this constructor precedes those of a static Swift runtime.
__attribute__((constructor(101))) static void keep_arguments(int argc, char **argv) {
  argument_count = argc;
  arguments = argv;
#if defined(__linux__)
  // Where /proc cannot be read, a static Swift runtime cannot find the program that prints stack
  // traces. It then aborts, unless the variable names a path.
  char first;
  if (readlink("/proc/self/exe", &first, 1) == -1) {
    setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 0);
  }
#endif
}

#endif

#if defined(__GLIBC__)

// The C library reserves 64 MiB of the address space for each thread that allocates. Under a limit
// (`ulimit -v`), these would leave no room for the stacks of other threads, so that all threads
// share one heap. Nothing has been allocated on other threads yet.
__attribute__((constructor(102))) static void share_heap(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    mallopt(M_ARENA_MAX, 1);
  }
}

#endif

int xunwen_argument_count(void) { return argument_count; }

const char *xunwen_argument(int number) { return arguments[number]; }

void xunwen_return_freed_memory(void) {
#if defined(__GLIBC__)
  // Without fixed sizes, the library keeps ever larger freed blocks in its heap. Smaller sizes than
  // these cost time, because the system clears each page again.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
}

static const char *memory_message;
static int memory_status;

// Runs on the thread whose allocation failed, so that its `errno` tells the reason.
static void end_without_memory(int number) {
  if (errno == ENOMEM) {
    ssize_t written = write(STDERR_FILENO, memory_message, strlen(memory_message));
    (void)written;
    _exit(memory_status);
  }
  signal(number, SIG_DFL);
  raise(number);
}

void xunwen_end_without_memory(const char *message, int status) {
  memory_message = message;
  memory_status = status;
  // Swift's runtime and the C++ library end a process in these ways.
  const int signals[] = {SIGABRT, SIGILL, SIGTRAP};
  for (int index = 0; index < 3; index++) {
    struct sigaction action = {0};
    action.sa_handler = end_without_memory;
    sigaction(signals[index], &action, NULL);
  }
}
