// Reading of archives (zip, tar, 7z) and compressed files (gzip, bzip2, xz, zstd) with libarchive.
//
// The handles are opaque: no header of libarchive reaches Swift code, nor the clients of the
// package. Nothing is ever extracted to the disk under the name of a member, and libarchive never
// starts a program. One thread at a time may use an archive and the archives opened inside it.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// An open archive, or an open compressed file, which is an archive of one member without a name.
typedef struct xunwen_archive xunwen_archive;

// The results of calls. An archive that is broken has no further members.
enum {
  XUNWEN_ARCHIVE_OK = 0,
  XUNWEN_ARCHIVE_END = -1,
  // The member is damaged or cannot be read. Further members may follow.
  XUNWEN_ARCHIVE_FAILED = -2,
  // The archive is broken from here on.
  XUNWEN_ARCHIVE_BROKEN = -3,
  // The member expands to more than the limit. Further members may follow.
  XUNWEN_ARCHIVE_EXPANDS = -4,
};

typedef enum {
  XUNWEN_MEMBER_FILE,
  XUNWEN_MEMBER_FOLDER,
  // A symbolic or hard link.
  XUNWEN_MEMBER_LINK,
  XUNWEN_MEMBER_OTHER,
} xunwen_member_kind;

// A member of an archive. The name is valid until the next call.
typedef struct {
  // The path as the archive has it, in an unknown encoding; NULL when it cannot be decoded.
  const char *name;
  size_t name_length;
  xunwen_member_kind kind;
  bool is_encrypted;
  // The declared size in bytes, which may be wrong; -1 when none is declared.
  int64_t size;
} xunwen_archive_member;

// Opens a file, which must be seekable and stay open as long as the archive. Returns NULL when
// memory runs out.
//
// A member may expand to `allowance` bytes, and `ratio` bytes more for every byte of the file that
// is read for it. The whole file may expand to four times `allowance`, and `ratio` bytes more for
// every byte. The decompressed bytes of all layers count, also those of archives in the archive.
xunwen_archive *xunwen_archive_open(
    int descriptor, int64_t size, int64_t allowance, int64_t ratio);

// Reads up to `capacity` bytes into `target`, and returns their number; 0 at the end and after a
// failure.
typedef size_t (*xunwen_archive_source)(void *context, void *target, size_t capacity);

// Opens compressed bytes that can be read only once, such as the bytes of a pipe. Archives are not
// read in this way. The context must outlive the archive. Returns NULL when memory runs out.
xunwen_archive *xunwen_archive_open_stream(
    xunwen_archive_source source, void *context, int64_t allowance, int64_t ratio);

// Opens the current member of an archive as an archive. The outer archive must outlive it.
//
// - beginning: the bytes of the member that have been read already; they are copied.
// - is_copied: true to copy the member to a temporary file first, which formats with a table of
//   contents at their end need.
xunwen_archive *xunwen_archive_open_member(
    xunwen_archive *outer, const void *beginning, size_t count, bool is_copied);

// Creates an archive whose file is a temporary copy. xunwen_archive_append adds its bytes, and
// xunwen_archive_open_copy opens it. Returns NULL when memory runs out.
//
// - outer: an archive around the bytes, whose limits hold and which must outlive the archive; NULL
//   when there is none.
xunwen_archive *xunwen_archive_create_copy(
    xunwen_archive *outer, int64_t allowance, int64_t ratio);

// Returns false after a failure, which the first member reports.
bool xunwen_archive_append(xunwen_archive *archive, const void *bytes, size_t count);

void xunwen_archive_open_copy(xunwen_archive *archive);
// Begins again with the first member of a file, or of an archive that was copied. Returns false when
// the archive cannot be read again.
bool xunwen_archive_rewind(xunwen_archive *archive);

void xunwen_archive_free(xunwen_archive *archive);

// Goes to the next member and describes it. Returns OK, END, FAILED, BROKEN or EXPANDS.
int xunwen_archive_next(xunwen_archive *archive, xunwen_archive_member *member);

// Reads bytes of the current member, and returns their number, or END, FAILED, BROKEN or EXPANDS.
int64_t xunwen_archive_read(xunwen_archive *archive, void *target, size_t capacity);

// True when the rest of the current member must be read to get to the next one. If false, the next
// member is found without decompressing the rest.
bool xunwen_archive_needs_reading(const xunwen_archive *archive);

// True for a compressed file that is no archive; known after the first member.
bool xunwen_archive_is_single(const xunwen_archive *archive);

// The number of compressions of the archive: 1 for .tar.gz and .gz, 0 for .zip; known after the
// first member.
int xunwen_archive_compressions(const xunwen_archive *archive);

// The position in the outermost file, in bytes.
int64_t xunwen_archive_position(const xunwen_archive *archive);

// True when nothing more can be read from the archive or from one around it.
bool xunwen_archive_is_broken(const xunwen_archive *archive);

// A description of the last error, valid until the next call.
const char *xunwen_archive_message(const xunwen_archive *archive);
