#include "CProcess.h"

#include <stdlib.h>
#include <unistd.h>

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

int xunwen_argument_count(void) { return argument_count; }

const char *xunwen_argument(int number) { return arguments[number]; }
