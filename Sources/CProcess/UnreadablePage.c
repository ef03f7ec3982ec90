#include "CProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

// A signal handler may use only these: `open`, `read`, `write`, `close`, `pause`, `_exit`, and code
// without locks and allocations.

static int exit_status;
static atomic_flag is_reporting = ATOMIC_FLAG_INIT;

static void write_text(const char *text, size_t length) {
  while (length > 0) {
    ssize_t count = write(STDERR_FILENO, text, length);
    if (count <= 0) return;
    text += count;
    length -= (size_t)count;
  }
}

/// Reads a hexadecimal number, and moves the position behind it.
static uintptr_t read_number(const char **position) {
  uintptr_t number = 0;
  for (;; *position += 1) {
    char digit = **position;
    if (digit >= '0' && digit <= '9') {
      number = number << 4 | (uintptr_t)(digit - '0');
    } else if (digit >= 'a' && digit <= 'f') {
      number = number << 4 | (uintptr_t)(digit - 'a' + 10);
    } else {
      return number;
    }
  }
}

/// The path in a line of /proc/self/maps (`START-END ACCESS OFFSET DEVICE INODE PATH`) if the line
/// describes the mapping of an address; otherwise null.
static const char *path_in(const char *line, uintptr_t address) {
  uintptr_t start = read_number(&line);
  if (*line != '-') return NULL;
  line += 1;
  if (address < start || address >= read_number(&line)) return NULL;
  return strchr(line, '/');
}

/// Writes the path of the file that is mapped at an address, if the system tells it.
static int write_path(uintptr_t address) {
  int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  static char buffer[8192];
  size_t length = 0;
  int is_found = 0;
  while (!is_found) {
    ssize_t count = read(file, buffer + length, sizeof buffer - 1 - length);
    if (count <= 0) break;
    length += (size_t)count;
    buffer[length] = 0;
    char *line = buffer;
    for (char *end; !is_found && (end = strchr(line, '\n')); line = end + 1) {
      *end = 0;
      const char *path = path_in(line, address);
      if (path) write_text(path, strlen(path));
      is_found = path != NULL;
    }
    length -= (size_t)(line - buffer);
    // A line longer than the buffer is no path of an index file.
    if (length == sizeof buffer - 1) length = 0;
    memmove(buffer, line, length);
  }
  close(file);
  return is_found;
}

static void report(int number, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_code != BUS_ADRERR) {
    // A fault of the program: the system ends it when the instruction is repeated.
    signal(number, SIG_DFL);
    return;
  }
  while (atomic_flag_test_and_set(&is_reporting)) pause();
  static const char beginning[] = "error: ", unknown[] = "a file";
  static const char end[] = ": cannot be read: the disk failed, or the file was shortened\n";
  write_text(beginning, sizeof beginning - 1);
  if (!write_path((uintptr_t)info->si_addr)) write_text(unknown, sizeof unknown - 1);
  write_text(end, sizeof end - 1);
  _exit(exit_status);
}

void xunwen_report_unreadable_pages(int status) {
  exit_status = status;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = report;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, NULL);
}
