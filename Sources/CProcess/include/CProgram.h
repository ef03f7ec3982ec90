// Starting a program of the system with limits, without a shell.

#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  // The absolute path of the program.
  const char *path;
  // The arguments, of which the first is the name of the program, and the environment as
  // `NAME=value`. Both end with NULL.
  char *const *arguments;
  char *const *environment;
  // The working directory.
  const char *folder;
  // The seconds of processor time, the bytes of the address space, and the bytes of a file that is
  // written.
  int64_t seconds, memory, file_bytes;
  // False to forbid the program to start others, as far as the system limits them.
  bool may_start_programs;
} xunwen_program;

typedef struct {
  int64_t process;
  // The ends of pipes from which standard output and standard error are read, without waiting.
  int output, errors;
} xunwen_started;

// Starts a program in a process group of its own. Its standard input is /dev/null, and all other
// files are closed. On Linux it has no network, unless the system forbids to take it away; it gains
// no rights from the files that it executes; and it ends when the calling thread ends.
//
// Returns 0, or the error number of the call that failed, also of a call in the new process.
int xunwen_program_start(const xunwen_program *program, xunwen_started *started);

// True when the process has ended. It stays known to the system until `xunwen_program_end`.
bool xunwen_program_has_ended(int64_t process);

typedef struct {
  // The exit status; -1 after a signal.
  int status;
  // The number of the signal that ended the process; 0 for none.
  int signal;
} xunwen_ending;

// Kills the process and all others of its group, and waits for its end. Called once.
xunwen_ending xunwen_program_end(int64_t process);
