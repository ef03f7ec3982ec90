/// A library that is loaded before the C library (`LD_PRELOAD`) and disturbs system calls of a
/// program under test, as a bad disk, a busy system or a power switch would.
///
/// Only calls that concern a path in one of some folders count: calls with the path, and calls with
/// a file that was opened by the path. The environment describes the fault:
///
/// | variable | value |
/// |---|---|
/// | `XUNWEN_FAULT_FOLDERS` | absolute paths, separated by colons; without it, nothing is disturbed |
/// | `XUNWEN_FAULT_CALLS` | names of calls (`open`, `create`, `mmap`, …), separated by commas |
/// | `XUNWEN_FAULT_AT` | the number of the disturbed call, from 1; 0 for none |
/// | `XUNWEN_FAULT_LASTING` | `1` to disturb all later calls, too |
/// | `XUNWEN_FAULT_ACTION` | an error number, or an action of the next table |
/// | `XUNWEN_FAULT_LOG` | a file that receives the first disturbed call, and at exit the number of calls |
/// | `XUNWEN_FAULT_LIMIT` | the seconds after which SIGALRM ends the program |
///
/// | action | effect |
/// |---|---|
/// | `delay:MILLISECONDS` | the call begins later |
/// | `hold:PATH` | the call begins when a file with this path exists |
/// | `kill` | SIGKILL ends the process before the call |
/// | `tear` | SIGKILL ends the process after half of a write |
/// | `bus` | every access to a new mapping fails with SIGBUS, as for a page that cannot be read |
///
/// The library does nothing on systems other than Linux with the GNU C library.
#ifndef XUNWEN_FAULT_SHIM_H
#define XUNWEN_FAULT_SHIM_H

/// True when the library can disturb calls on this system.
int xunwen_fault_shim_works(void);

#endif
