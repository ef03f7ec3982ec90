// Compression by gzip in pieces, with zlib, whose header does not reach Swift code.

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct xunwen_gzip xunwen_gzip;

// Begins a gzip stream with a level from 1 (fast) to 9 (small). Returns NULL when memory runs out.
xunwen_gzip *xunwen_gzip_open(int level);

// The most bytes that the compression of `count` bytes takes.
size_t xunwen_gzip_bound(xunwen_gzip *gzip, size_t count);

// Compresses bytes, so that all of them can be decompressed from the output. `is_last` ends the
// stream. The output has room for `xunwen_gzip_bound` bytes. Returns the number of bytes written.
size_t xunwen_gzip_compress(
    xunwen_gzip *gzip, const uint8_t *input, size_t count, int is_last, uint8_t *output,
    size_t capacity);

void xunwen_gzip_free(xunwen_gzip *gzip);
