#include "CArchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

enum {
  piece_bytes = 1 << 16,
  // The bytes for which a member counts beside its contents, so that empty members are bounded too.
  header_bytes = 512,
  // A whole file may expand to so many times the allowance.
  whole_file_factor = 4,
  // After so many headers that cannot be read, the archive counts as broken.
  failed_headers_limit = 1000,
  // So often a zip archive is opened again after a damaged member.
  reopening_limit = 100,
};

// The decompressed bytes of a file, with those of all archives in it.
typedef struct {
  int64_t allowance, ratio, size;
  // All bytes, and those before the current member of the outermost archive.
  int64_t produced, produced_before;
  // The position in the file at the beginning of that member.
  int64_t member_start;
} expansion;

struct xunwen_archive {
  struct archive *handle;
  struct archive_entry *entry;
  xunwen_archive *outer;
  // Owned by the outermost archive.
  expansion *expansion;
  // The bytes of the outer member that were read before it was opened, until they are used.
  uint8_t *beginning;
  size_t beginning_count;
  // Receives the bytes of the outer member or of the source; NULL when a file is read.
  uint8_t *piece;
  // The source of the bytes of a stream; NULL for a file and for an outer member.
  xunwen_archive_source source;
  void *source_context;
  // The file that is read, or -1; and the temporary file with a copy of the outer member, or -1.
  int descriptor, copy;
  // Members that next_header has returned, and the number of times the file was opened again.
  int64_t members;
  int reopenings;
  bool needs_reopening;
  // The bytes of members that were read, and those that the archive is known to have produced.
  int64_t data, produced;
  bool is_broken;
  // True when no call has returned the error at which opening the archive failed.
  bool is_unreported;
  // Headers that libarchive could not read.
  int failed_headers;
  // True after a damaged header, until the next good one.
  bool is_resynchronizing;
  char message[200];
};

// libarchive converts the names of members to the character set of the locale.
static locale_t utf8_locale;

static void create_locale(void) {
  utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!utf8_locale) utf8_locale = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
}

static locale_t enter_locale(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, create_locale);
  return utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
}

static void leave_locale(locale_t previous) {
  if (previous) uselocale(previous);
}

static void note(xunwen_archive *archive, const char *text) {
  snprintf(archive->message, sizeof archive->message, "%s", text);
}

static void note_error(xunwen_archive *archive) {
  const char *text = archive_error_string(archive->handle);
  note(archive, text ? text : "unknown error");
}

static xunwen_archive *outermost(xunwen_archive *archive) {
  while (archive->outer) archive = archive->outer;
  return archive;
}

int64_t xunwen_archive_position(const xunwen_archive *archive) {
  while (archive->outer) archive = archive->outer;
  int64_t position = archive_filter_bytes(archive->handle, -1);
  return position < 0 ? 0 : position < archive->expansion->size ? position
                                                                 : archive->expansion->size;
}

// True when `produced` bytes are too many for `consumed` bytes of the file.
static bool is_excessive(const expansion *expansion, int64_t produced, int64_t consumed) {
  return produced > expansion->allowance
      && (produced - expansion->allowance) / expansion->ratio > consumed;
}

// Counts bytes. Returns OK, EXPANDS when only the current member is too large, or BROKEN.
static int count(xunwen_archive *archive, int64_t bytes) {
  expansion *expansion = archive->expansion;
  archive->data += bytes;
  int64_t produced = archive->data;
  if (xunwen_archive_compressions(archive) > 0) {
    // Also headers, and what libarchive skips, are decompressed.
    int64_t filtered = archive_filter_bytes(archive->handle, 0);
    if (filtered > produced) produced = filtered;
  }
  expansion->produced += produced - archive->produced;
  archive->produced = produced;
  int64_t consumed = xunwen_archive_position(archive) - expansion->member_start;
  int64_t total = expansion->produced - (whole_file_factor - 1) * expansion->allowance;
  if (is_excessive(expansion, total, expansion->size)) {
    outermost(archive)->is_broken = true;
  } else if (!is_excessive(
                 expansion, expansion->produced - expansion->produced_before,
                 consumed < 0 ? 0 : consumed)) {
    return XUNWEN_ARCHIVE_OK;
  }
  // What follows in this archive cannot be reached, except in a file whose members are found
  // without decompression.
  if (archive->outer || xunwen_archive_needs_reading(archive)) archive->is_broken = true;
  note(archive, "expands too far");
  return XUNWEN_ARCHIVE_EXPANDS;
}

// Turns a result of libarchive into a result of this file.
static int failure(xunwen_archive *archive, int64_t result) {
  note_error(archive);
  if (result != ARCHIVE_FATAL) return XUNWEN_ARCHIVE_FAILED;
  archive->is_broken = true;
  return XUNWEN_ARCHIVE_BROKEN;
}

// Passes bytes of a stream, or of a member to the archive inside it.
static la_ssize_t read_outer(struct archive *handle, void *context, const void **target) {
  xunwen_archive *archive = context;
  if (archive->source) {
    size_t count = archive->source(archive->source_context, archive->piece, piece_bytes);
    archive->expansion->size += (int64_t)count;
    *target = archive->piece;
    return (la_ssize_t)count;
  }
  if (archive->beginning_count > 0) {
    size_t count = archive->beginning_count;
    archive->beginning_count = 0;
    *target = archive->beginning;
    return (la_ssize_t)count;
  }
  int64_t count = xunwen_archive_read(archive->outer, archive->piece, piece_bytes);
  if (count >= 0) {
    *target = archive->piece;
    return (la_ssize_t)count;
  }
  if (count == XUNWEN_ARCHIVE_END) return 0;
  archive_set_error(handle, EIO, "%s", archive->outer->message);
  return ARCHIVE_FATAL;
}

// True when the bytes of the archive begin with the signature of a compression.
static bool is_compressed(const xunwen_archive *archive) {
  static const struct {
    const char *bytes;
    size_t count;
  } signatures[] = {{"\x1F\x8B", 2}, {"BZh", 3}, {"\xFD" "7zXZ", 5}, {"\x28\xB5\x2F\xFD", 4}};
  char bytes[8] = {0};
  if (archive->descriptor >= 0) {
    if (pread(archive->descriptor, bytes, sizeof bytes, 0) < 0) return false;
  } else if (archive->beginning) {
    size_t count = archive->beginning_count;
    memcpy(bytes, archive->beginning, count < sizeof bytes ? count : sizeof bytes);
  }
  for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
    if (memcmp(bytes, signatures[i].bytes, signatures[i].count) == 0) return true;
  }
  return false;
}

// Enables exactly the formats and filters that are wanted. A filter whose library is missing would
// be a program, which is never started.
//
// Behind a compression, libarchive would read a zip archive as a part of the same archive. It may be
// an office document, so that it is read as a member with a format of its own.
static bool enable(xunwen_archive *archive) {
  struct archive *handle = archive->handle;
  return archive_read_support_filter_gzip(handle) == ARCHIVE_OK
      && archive_read_support_filter_bzip2(handle) == ARCHIVE_OK
      && archive_read_support_filter_xz(handle) == ARCHIVE_OK
      && archive_read_support_filter_zstd(handle) == ARCHIVE_OK
      && (archive->source
          || (archive_read_support_format_tar(handle) == ARCHIVE_OK
              && (is_compressed(archive) || archive_read_support_format_zip(handle) == ARCHIVE_OK)
              && archive_read_support_format_7zip(handle) == ARCHIVE_OK))
      && archive_read_support_format_raw(handle) == ARCHIVE_OK
      && archive_read_support_format_empty(handle) == ARCHIVE_OK;
}

static xunwen_archive *create(xunwen_archive *outer) {
  xunwen_archive *archive = calloc(1, sizeof *archive);
  if (!archive) return NULL;
  archive->descriptor = archive->copy = -1;
  archive->outer = outer;
  archive->expansion = outer ? outer->expansion : calloc(1, sizeof *archive->expansion);
  archive->handle = archive_read_new();
  if (!archive->handle || !archive->expansion) {
    xunwen_archive_free(archive);
    return NULL;
  }
  return archive;
}

void xunwen_archive_free(xunwen_archive *archive) {
  if (archive->handle) archive_read_free(archive->handle);
  if (!archive->outer) free(archive->expansion);
  if (archive->copy >= 0) close(archive->copy);
  free(archive->beginning);
  free(archive->piece);
  free(archive);
}

// Opens a file, or the outer member. A failure is reported with the first member.
static void open_handle(xunwen_archive *archive, int descriptor) {
  locale_t previous = enter_locale();
  archive->descriptor = descriptor;
  if (!enable(archive)) {
    note(archive, "libarchive was built without gzip, bzip2, xz or zstd");
    archive->is_broken = archive->is_unreported = true;
  } else if (
      descriptor >= 0 ? archive_read_open_fd(archive->handle, descriptor, piece_bytes)
                      : archive_read_open(archive->handle, archive, NULL, read_outer, NULL)) {
    failure(archive, ARCHIVE_FATAL);
    archive->is_unreported = true;
  }
  leave_locale(previous);
}

xunwen_archive *xunwen_archive_open(
    int descriptor, int64_t size, int64_t allowance, int64_t ratio) {
  xunwen_archive *archive = create(NULL);
  if (!archive) return NULL;
  *archive->expansion = (expansion){.allowance = allowance, .ratio = ratio, .size = size};
  open_handle(archive, descriptor);
  return archive;
}

xunwen_archive *xunwen_archive_open_stream(
    xunwen_archive_source source, void *context, int64_t allowance, int64_t ratio) {
  xunwen_archive *archive = create(NULL);
  if (!archive) return NULL;
  archive->piece = malloc(piece_bytes);
  if (!archive->piece) {
    xunwen_archive_free(archive);
    return NULL;
  }
  *archive->expansion = (expansion){.allowance = allowance, .ratio = ratio};
  archive->source = source;
  archive->source_context = context;
  open_handle(archive, -1);
  return archive;
}

static bool write_all(int descriptor, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

// Opens a temporary file that has no name.
static int open_temporary(void) {
  const char *folder = getenv("TMPDIR");
  char path[4096];
  int length = snprintf(
      path, sizeof path, "%s/xunwen-XXXXXX", folder && *folder ? folder : "/tmp");
  if (length < 0 || (size_t)length >= sizeof path) return -1;
  int descriptor = mkstemp(path);
  if (descriptor < 0) return -1;
  unlink(path);
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
}

// Copies the outer member to a temporary file, and returns true when it is complete.
static bool copy_outer(xunwen_archive *archive) {
  archive->copy = open_temporary();
  if (archive->copy < 0
      || !write_all(archive->copy, archive->beginning, archive->beginning_count)) {
    note(archive, strerror(errno));
    return false;
  }
  while (true) {
    int64_t count = xunwen_archive_read(archive->outer, archive->piece, piece_bytes);
    if (count == XUNWEN_ARCHIVE_END) return lseek(archive->copy, 0, SEEK_SET) == 0;
    if (count < 0) {
      note(archive, archive->outer->message);
      return false;
    }
    if (!write_all(archive->copy, archive->piece, (size_t)count)) {
      note(archive, strerror(errno));
      return false;
    }
  }
}

xunwen_archive *xunwen_archive_open_member(
    xunwen_archive *outer, const void *beginning, size_t count, bool is_copied) {
  xunwen_archive *archive = create(outer);
  if (!archive) return NULL;
  archive->piece = malloc(piece_bytes);
  archive->beginning = malloc(count > 0 ? count : 1);
  if (!archive->piece || !archive->beginning) {
    xunwen_archive_free(archive);
    return NULL;
  }
  if (count > 0) memcpy(archive->beginning, beginning, count);
  archive->beginning_count = count;
  if (!is_copied) {
    open_handle(archive, -1);
  } else if (copy_outer(archive)) {
    open_handle(archive, archive->copy);
  } else {
    archive->is_broken = archive->is_unreported = true;
  }
  return archive;
}

xunwen_archive *xunwen_archive_create_copy(
    xunwen_archive *outer, int64_t allowance, int64_t ratio) {
  xunwen_archive *archive = create(outer);
  if (!archive) return NULL;
  if (!outer) *archive->expansion = (expansion){.allowance = allowance, .ratio = ratio};
  archive->copy = open_temporary();
  if (archive->copy < 0) {
    note(archive, strerror(errno));
    archive->is_broken = archive->is_unreported = true;
  }
  return archive;
}

bool xunwen_archive_append(xunwen_archive *archive, const void *bytes, size_t count) {
  if (archive->is_broken) return false;
  if (write_all(archive->copy, bytes, count)) {
    if (!archive->outer) archive->expansion->size += (int64_t)count;
    return true;
  }
  note(archive, strerror(errno));
  archive->is_broken = archive->is_unreported = true;
  return false;
}

void xunwen_archive_open_copy(xunwen_archive *archive) {
  if (archive->is_broken) return;
  if (lseek(archive->copy, 0, SEEK_SET) == 0) {
    open_handle(archive, archive->copy);
  } else {
    note(archive, strerror(errno));
    archive->is_broken = archive->is_unreported = true;
  }
}

static xunwen_member_kind kind(struct archive_entry *entry) {
  if (archive_entry_hardlink(entry)) return XUNWEN_MEMBER_LINK;
  switch (archive_entry_filetype(entry)) {
  case AE_IFREG: return XUNWEN_MEMBER_FILE;
  case AE_IFDIR: return XUNWEN_MEMBER_FOLDER;
  case AE_IFLNK: return XUNWEN_MEMBER_LINK;
  default: return XUNWEN_MEMBER_OTHER;
  }
}

// After a damaged member, libarchive reads nothing more of a zip archive, although its table of
// contents leads to the other members. Opens the file again, and goes to the damaged member.
static bool reopen(xunwen_archive *archive) {
  struct archive *handle = archive_read_new();
  if (!handle) return false;
  archive_read_free(archive->handle);
  archive->handle = handle;
  archive->needs_reopening = false;
  archive->data = archive->produced = 0;
  if (lseek(archive->descriptor, 0, SEEK_SET) != 0 || !enable(archive)
      || archive_read_open_fd(archive->handle, archive->descriptor, piece_bytes)) {
    return false;
  }
  for (int64_t i = 0; i < archive->members; i++) {
    int result = archive_read_next_header(archive->handle, &archive->entry);
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return false;
  }
  return true;
}

bool xunwen_archive_rewind(xunwen_archive *archive) {
  if (archive->is_broken || archive->descriptor < 0) return false;
  archive->members = 0;
  archive->entry = NULL;
  locale_t previous = enter_locale();
  bool is_open = reopen(archive);
  leave_locale(previous);
  archive->is_broken = !is_open;
  return is_open;
}

static int next(xunwen_archive *archive, xunwen_archive_member *member) {
  if (archive->needs_reopening && !reopen(archive)) {
    // The damage has been reported.
    archive->is_broken = true;
    return XUNWEN_ARCHIVE_END;
  }
  if (!archive->outer) {
    archive->expansion->produced_before = archive->expansion->produced;
    archive->expansion->member_start = xunwen_archive_position(archive);
  }
  int result = archive_read_next_header(archive->handle, &archive->entry);
  // A tar archive with a damaged header goes on with the next block that is a header.
  while (result == ARCHIVE_RETRY) {
    if (!archive->is_resynchronizing) {
      archive->is_resynchronizing = true;
      return failure(archive, result);
    }
    result = archive_read_next_header(archive->handle, &archive->entry);
  }
  if (result == ARCHIVE_EOF) {
    // libarchive skips a member beyond the end of a file.
    if (archive->outer || archive->source
        || lseek(archive->descriptor, 0, SEEK_CUR) <= archive->expansion->size) {
      return XUNWEN_ARCHIVE_END;
    }
    note(archive, "truncated");
    archive->is_broken = true;
    return XUNWEN_ARCHIVE_BROKEN;
  }
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
    bool is_last = ++archive->failed_headers > failed_headers_limit;
    return failure(archive, is_last ? ARCHIVE_FATAL : result);
  }
  archive->is_resynchronizing = false;
  archive->members++;
  if (archive_format(archive->handle) == ARCHIVE_FORMAT_RAW
      && xunwen_archive_compressions(archive) == 0) {
    note(archive, "no archive that can be read");
    archive->is_broken = true;
    return XUNWEN_ARCHIVE_BROKEN;
  }
  const char *name = archive_entry_pathname(archive->entry);
  *member = (xunwen_archive_member){
    .name = name,
    .name_length = name ? strlen(name) : 0,
    .kind = kind(archive->entry),
    .is_encrypted = archive_entry_is_encrypted(archive->entry) != 0,
    .size = archive_entry_size_is_set(archive->entry) ? archive_entry_size(archive->entry) : -1,
  };
  return count(archive, header_bytes);
}

int xunwen_archive_next(xunwen_archive *archive, xunwen_archive_member *member) {
  if (archive->is_broken) {
    if (!archive->is_unreported) return XUNWEN_ARCHIVE_END;
    archive->is_unreported = false;
    return XUNWEN_ARCHIVE_BROKEN;
  }
  locale_t previous = enter_locale();
  int result = next(archive, member);
  leave_locale(previous);
  return result;
}

int64_t xunwen_archive_read(xunwen_archive *archive, void *target, size_t capacity) {
  if (archive->is_broken) return XUNWEN_ARCHIVE_BROKEN;
  if (archive->needs_reopening) return XUNWEN_ARCHIVE_FAILED;
  la_ssize_t result;
  do {
    result = archive_read_data(archive->handle, target, capacity);
  } while (result == ARCHIVE_RETRY);
  if (result == 0) return XUNWEN_ARCHIVE_END;
  if (result < 0) {
    if (result == ARCHIVE_FATAL && archive->descriptor >= 0
        && (archive_format(archive->handle) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP
        && archive->reopenings++ < reopening_limit) {
      archive->needs_reopening = true;
      result = ARCHIVE_FAILED;
    }
    return failure(archive, result);
  }
  int counted = count(archive, result);
  return counted == XUNWEN_ARCHIVE_OK ? result : counted;
}

bool xunwen_archive_needs_reading(const xunwen_archive *archive) {
  return xunwen_archive_compressions(archive) > 0
      || archive_format(archive->handle) == ARCHIVE_FORMAT_7ZIP
      || !archive->entry || !archive_entry_size_is_set(archive->entry);
}

bool xunwen_archive_is_single(const xunwen_archive *archive) {
  return archive_format(archive->handle) == ARCHIVE_FORMAT_RAW;
}

int xunwen_archive_compressions(const xunwen_archive *archive) {
  // The last filter is the file itself.
  return archive_filter_count(archive->handle) - 1;
}

bool xunwen_archive_is_broken(const xunwen_archive *archive) {
  return archive->is_broken || (archive->outer && xunwen_archive_is_broken(archive->outer));
}

const char *xunwen_archive_message(const xunwen_archive *archive) { return archive->message; }
