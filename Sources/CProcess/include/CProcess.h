// The arguments that the system passed to the program.
//
// On Linux, Swift reads them from /proc/self, and has none where that cannot be read.

#pragma once

// The number of arguments, with the program's name; -1 when the C library does not tell it.
int xunwen_argument_count(void);

// The zero-terminated argument with a number from 0 to `xunwen_argument_count() - 1`. It lives as
// long as the process.
const char *xunwen_argument(int number);
