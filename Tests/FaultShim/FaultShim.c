#define _GNU_SOURCE
#include "FaultShim.h"

#if defined(__linux__)
#include <features.h>
#endif

#if !defined(__GLIBC__)

int xunwen_fault_shim_works(void) { return 0; }

#else

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int xunwen_fault_shim_works(void) { return 1; }

// The plan.

enum action { FAIL, DELAY, HOLD, KILL, TEAR, BUS };

static const char *folders, *calls, *log_path, *hold_path;
static char working_folder[PATH_MAX];
static long fault_at;
static int is_lasting, error_number;
static long delay;
static enum action action;
static atomic_long call_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_plan(void) {
  // A program that hangs is ended by SIGALRM.
  const char *limit = getenv("XUNWEN_FAULT_LIMIT");
  if (limit) alarm((unsigned)atoi(limit));
  folders = getenv("XUNWEN_FAULT_FOLDERS");
  calls = getenv("XUNWEN_FAULT_CALLS");
  log_path = getenv("XUNWEN_FAULT_LOG");
  const char *at = getenv("XUNWEN_FAULT_AT"), *text = getenv("XUNWEN_FAULT_ACTION");
  if (!folders || !calls || !at || !text || !getcwd(working_folder, sizeof working_folder)) {
    folders = NULL;
    return;
  }
  fault_at = atol(at);
  is_lasting = getenv("XUNWEN_FAULT_LASTING") != NULL;
  if (!strncmp(text, "delay:", 6)) {
    action = DELAY;
    delay = atol(text + 6);
  } else if (!strncmp(text, "hold:", 5)) {
    action = HOLD;
    hold_path = text + 5;
  } else if (!strcmp(text, "kill")) {
    action = KILL;
  } else if (!strcmp(text, "tear")) {
    action = TEAR;
  } else if (!strcmp(text, "bus")) {
    action = BUS;
  } else {
    action = FAIL;
    error_number = atoi(text);
  }
}

// The log is written by system calls that this library does not replace.
static void write_log(const char *first, const char *second) {
  if (!log_path) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%s %s\n", first, second);
  if (length > 0) syscall(SYS_write, file, line, (size_t)length);
  syscall(SYS_close, file);
}

__attribute__((constructor)) static void prepare(void) { pthread_once(&once, read_plan); }

__attribute__((destructor)) static void log_count(void) {
  if (!folders) return;
  char number[32];
  snprintf(number, sizeof number, "%ld", atomic_load(&call_count));
  write_log("count", number);
}

// The paths that count.

/// Copies an absolute path without `.` components and repeated slashes.
static int make_absolute(const char *path, char *result, size_t size) {
  char joined[2 * PATH_MAX];
  int length = path[0] == '/' ? snprintf(joined, sizeof joined, "%s", path)
                              : snprintf(joined, sizeof joined, "%s/%s", working_folder, path);
  if (length < 0 || (size_t)length >= sizeof joined) return 0;
  size_t end = 0;
  for (const char *part = joined; *part;) {
    while (*part == '/') part++;
    size_t count = strcspn(part, "/");
    if (count > 0 && !(count == 1 && part[0] == '.')) {
      if (end + count + 2 > size) return 0;
      result[end++] = '/';
      memcpy(result + end, part, count);
      end += count;
    }
    part += count;
  }
  result[end] = 0;
  return 1;
}

static int is_covered(const char *path) {
  pthread_once(&once, read_plan);
  char absolute[PATH_MAX];
  if (!folders || !path || !make_absolute(path, absolute, sizeof absolute)) return 0;
  for (const char *folder = folders; *folder;) {
    size_t count = strcspn(folder, ":");
    if (!strncmp(absolute, folder, count) && (absolute[count] == 0 || absolute[count] == '/')) {
      return 1;
    }
    folder += count;
    if (*folder == ':') folder++;
  }
  return 0;
}

// The open files that count.

#define MAX_FILES 65536
static _Atomic(char *) names[MAX_FILES];

static void note_open(int file, const char *path) {
  if (file < 0 || file >= MAX_FILES || !is_covered(path)) return;
  atomic_store(&names[file], strdup(path));
}

static const char *name_of(int file) {
  return file < 0 || file >= MAX_FILES ? NULL : atomic_load(&names[file]);
}

static void note_closed(int file) {
  // The name is not freed, since another thread may still log it.
  if (file >= 0 && file < MAX_FILES) atomic_store(&names[file], NULL);
}

// The fault.

static int is_planned(const char *call) {
  size_t length = strlen(call);
  for (const char *name = calls; *name;) {
    size_t count = strcspn(name, ",");
    if (count == length && !strncmp(name, call, count)) return 1;
    name += count;
    if (*name == ',') name++;
  }
  return 0;
}

/// Counts a call that concerns a covered path. Returns true when the call is disturbed.
static int is_disturbed(const char *call, const char *path) {
  if (!is_planned(call)) return 0;
  long number = atomic_fetch_add(&call_count, 1) + 1;
  if (fault_at == 0 || (is_lasting ? number < fault_at : number != fault_at)) return 0;
  if (number == fault_at) write_log(call, path);
  return 1;
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  pause();
}

static void wait_for(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

/// Waits, dies, or sets `errno` and returns true: the caller then fails.
static int disturb(const char *call, const char *path) {
  if (!is_disturbed(call, path)) return 0;
  switch (action) {
  case DELAY: wait_for(delay); return 0;
  case HOLD:
    while (syscall(SYS_faccessat, AT_FDCWD, hold_path, F_OK) != 0) wait_for(1);
    return 0;
  case KILL:
  case TEAR: die(); return 0;
  case BUS: return 0;
  case FAIL: errno = error_number; return 1;
  }
  return 0;
}

static int fails(const char *call, const char *path) {
  return is_covered(path) && disturb(call, path);
}

static int file_fails(const char *call, int file) {
  const char *name = name_of(file);
  return name && disturb(call, name);
}

#define NEXT(name) \
  static __typeof__(&name) next; \
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, #name)

// Opening.

static const char *opening(int flags) {
  return (flags & (O_CREAT | O_WRONLY | O_RDWR)) ? "create" : "open";
}

// The argument that follows the flags of a call that may create a file.
#define READ_MODE \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list list; \
    va_start(list, flags); \
    mode = va_arg(list, mode_t); \
    va_end(list); \
  } \
  (void)0

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    READ_MODE; \
    if (fails(opening(flags), path)) return -1; \
    int file = next(path, flags, mode); \
    note_open(file, path); \
    return file; \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    NEXT(name); \
    READ_MODE; \
    if (fails(opening(flags), path)) return -1; \
    int file = next(folder, path, flags, mode); \
    note_open(file, path); \
    return file; \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
  NEXT(close);
  note_closed(file);
  return next(file);
}

DIR *opendir(const char *path) {
  NEXT(opendir);
  if (fails("opendir", path)) return NULL;
  DIR *stream = next(path);
  if (stream) note_open(dirfd(stream), path);
  return stream;
}

int closedir(DIR *stream) {
  NEXT(closedir);
  note_closed(dirfd(stream));
  return next(stream);
}

// Reading.

struct dirent *readdir(DIR *stream) {
  NEXT(readdir);
  return file_fails("readdir", dirfd(stream)) ? NULL : next(stream);
}

struct dirent64 *readdir64(DIR *stream) {
  NEXT(readdir64);
  return file_fails("readdir", dirfd(stream)) ? NULL : next(stream);
}

ssize_t read(int file, void *bytes, size_t count) {
  NEXT(read);
  return file_fails("read", file) ? -1 : next(file, bytes, count);
}

#define PREAD(name, offset_type) \
  ssize_t name(int file, void *bytes, size_t count, offset_type offset) { \
    NEXT(name); \
    return file_fails("pread", file) ? -1 : next(file, bytes, count, offset); \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

/// A mapping of an empty file with the same name, in which every access fails.
static void *unreadable_mapping(const char *path, size_t length) {
  const char *slash = strrchr(path, '/');
  int file = memfd_create(slash ? slash + 1 : path, MFD_CLOEXEC);
  void *result = (void *)syscall(SYS_mmap, NULL, length, PROT_READ, MAP_SHARED, file, 0);
  syscall(SYS_close, file);
  return result;
}

#define MMAP(function, offset_type) \
  void *function(void *start, size_t length, int access, int flags, int file, offset_type offset) { \
    NEXT(function); \
    const char *name = flags & MAP_ANONYMOUS ? NULL : name_of(file); \
    if (name && action == BUS) { \
      if (is_disturbed("mmap", name)) return unreadable_mapping(name, length); \
    } else if (name && disturb("mmap", name)) { \
      return MAP_FAILED; \
    } \
    return next(start, length, access, flags, file, offset); \
  }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

#define FSTAT(name, facts_type) \
  int name(int file, facts_type *facts) { \
    NEXT(name); \
    return file_fails("fstat", file) ? -1 : next(file, facts); \
  }
FSTAT(fstat, struct stat)
FSTAT(fstat64, struct stat64)

#define STAT(name, call, facts_type) \
  int name(const char *path, facts_type *facts) { \
    NEXT(name); \
    return fails(call, path) ? -1 : next(path, facts); \
  }
STAT(stat, "stat", struct stat)
STAT(stat64, "stat", struct stat64)
STAT(lstat, "stat", struct stat)
STAT(lstat64, "stat", struct stat64)

int access(const char *path, int mode) {
  NEXT(access);
  return fails("access", path) ? -1 : next(path, mode);
}

char *realpath(const char *path, char *result) {
  // The oldest version of the symbol, which dlsym may find, does not allocate the result.
  static __typeof__(&realpath) next;
  if (!next) *(void **)&next = dlvsym(RTLD_NEXT, "realpath", "GLIBC_2.3");
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, "realpath");
  return fails("realpath", path) ? NULL : next(path, result);
}

// Writing.

/// Does half of a write, and ends the process.
#define TEARING(call, file, half) \
  if (action == TEAR && name_of(file)) { \
    if (is_disturbed(call, name_of(file))) { \
      (void)!(half); \
      die(); \
    } \
  } else if (file_fails(call, file)) { \
    return -1; \
  }

ssize_t write(int file, const void *bytes, size_t count) {
  NEXT(write);
  TEARING("write", file, next(file, bytes, count / 2))
  return next(file, bytes, count);
}

#define PWRITE(name, offset_type) \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) { \
    NEXT(name); \
    TEARING("pwrite", file, next(file, bytes, count / 2, offset)) \
    return next(file, bytes, count, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

int fsync(int file) {
  NEXT(fsync);
  return file_fails("fsync", file) ? -1 : next(file);
}

#define FTRUNCATE(name, offset_type) \
  int name(int file, offset_type length) { \
    NEXT(name); \
    return file_fails("ftruncate", file) ? -1 : next(file, length); \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define WITH_PATH(name) \
  int name(const char *path) { \
    NEXT(name); \
    return fails(#name, path) ? -1 : next(path); \
  }
WITH_PATH(unlink)
WITH_PATH(rmdir)

int mkdir(const char *path, mode_t mode) {
  NEXT(mkdir);
  return fails("mkdir", path) ? -1 : next(path, mode);
}

#define TO_PATH(name) \
  int name(const char *path, const char *other) { \
    NEXT(name); \
    return fails(#name, is_covered(other) ? other : path) ? -1 : next(path, other); \
  }
TO_PATH(rename)
TO_PATH(link)

#endif
