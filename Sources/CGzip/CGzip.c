#include "CGzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct xunwen_gzip {
  z_stream zlib;
};

// The header and the trailer of gzip, which zlib counts as 18 bytes, and the marks of a flush.
enum { FRAME_BYTES = 64 };

xunwen_gzip *xunwen_gzip_open(int level) {
  xunwen_gzip *gzip = calloc(1, sizeof *gzip);
  if (gzip == NULL) return NULL;
  // 15 bits for the largest window, and 16 for the format of gzip.
  if (deflateInit2(&gzip->zlib, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    free(gzip);
    return NULL;
  }
  return gzip;
}

size_t xunwen_gzip_bound(xunwen_gzip *gzip, size_t count) {
  return deflateBound(&gzip->zlib, count) + FRAME_BYTES;
}

size_t xunwen_gzip_compress(
    xunwen_gzip *gzip, const uint8_t *input, size_t count, int is_last, uint8_t *output,
    size_t capacity) {
  // zlib counts in unsigned int. The pieces of an answer are much smaller.
  if (count > UINT_MAX || capacity > UINT_MAX) abort();
  gzip->zlib.next_in = (Bytef *)input;
  gzip->zlib.avail_in = (uInt)count;
  gzip->zlib.next_out = output;
  gzip->zlib.avail_out = (uInt)capacity;
  deflate(&gzip->zlib, is_last ? Z_FINISH : Z_SYNC_FLUSH);
  return capacity - gzip->zlib.avail_out;
}

void xunwen_gzip_free(xunwen_gzip *gzip) {
  deflateEnd(&gzip->zlib);
  free(gzip);
}
