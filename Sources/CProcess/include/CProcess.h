// The arguments that the system passed to the program, its memory, and a handler of a signal.
//
// On Linux, Swift reads the arguments from /proc/self, and has none where that cannot be read.

#pragma once

#include "CFolder.h"
#include "CProgram.h"

// The number of arguments, with the program's name; -1 when the C library does not tell it.
int xunwen_argument_count(void);

// The zero-terminated argument with a number from 0 to `xunwen_argument_count() - 1`. It lives as
// long as the process.
const char *xunwen_argument(int number);

// Returns freed blocks of 4 MiB or more to the system at once. Without this call, the C library
// keeps such memory after the first time that it is freed, in pieces that fit few later requests.
void xunwen_return_freed_memory(void);

// Ends the process with the message and the exit status when it is about to abort because an
// allocation failed. Swift cannot report such a failure as an error. The message lives as long as
// the process.
void xunwen_end_without_memory(const char *message, int status);

// Makes SIGBUS end the process with a message that names the mapped file, and an exit status. The
// system sends the signal when a page of the file cannot be read, or is behind the file's end.
void xunwen_report_unreadable_pages(int status);
