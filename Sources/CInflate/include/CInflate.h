// Decompression of gzip, zlib, raw deflate and brotli in pieces, with zlib and brotli.
//
// The handles are opaque: no header of the libraries reaches Swift code, nor the clients of the
// package. Without brotli's header, the library is built without brotli.

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct xunwen_inflater xunwen_inflater;

typedef enum {
  XUNWEN_INFLATE_GZIP,
  XUNWEN_INFLATE_ZLIB,
  XUNWEN_INFLATE_RAW,
  XUNWEN_INFLATE_BROTLI,
} xunwen_compression;

// The results of xunwen_inflate.
enum {
  XUNWEN_INFLATE_OK = 0,
  // The compressed data ends here.
  XUNWEN_INFLATE_END = 1,
  // The data is damaged, or memory ran out.
  XUNWEN_INFLATE_DAMAGED = 2,
};

// Returns NULL when memory runs out, or for brotli if it is missing.
xunwen_inflater *xunwen_inflater_open(xunwen_compression compression);

void xunwen_inflater_free(xunwen_inflater *inflater);

// Begins again with the first byte of other data of the same compression.
int xunwen_inflater_reset(xunwen_inflater *inflater);

// Decompresses bytes until the input is used up, the output is full, or the data ends. On return,
// the counts are the numbers of bytes that were used and written.
int xunwen_inflate(
    xunwen_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
    size_t *output_count);
