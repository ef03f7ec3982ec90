// Compression with zstd, behind opaque handles and plain integers: no header of zstd reaches Swift
// code, nor the clients of the package.

#pragma once

#include <stddef.h>
#include <stdint.h>

// A compression context. One thread may use it at a time.
typedef struct xunwen_zstd_compressor xunwen_zstd_compressor;

// A decompression context. One thread may use it at a time.
typedef struct xunwen_zstd_decompressor xunwen_zstd_decompressor;

// Both return NULL when memory runs out.
xunwen_zstd_compressor *xunwen_zstd_compressor_create(void);
xunwen_zstd_decompressor *xunwen_zstd_decompressor_create(void);

void xunwen_zstd_compressor_free(xunwen_zstd_compressor *compressor);
void xunwen_zstd_decompressor_free(xunwen_zstd_decompressor *decompressor);

// The parameters of a frame. 0 selects the default of the level.
typedef struct {
  int32_t level;
  int32_t hash_log;
  int32_t min_match;
  int32_t target_length;
  // Not 0: always compresses literals, even at a target length that would store them.
  int32_t compresses_literals;
} xunwen_zstd_parameters;

// The largest size of a frame of `count` bytes.
size_t xunwen_zstd_bound(size_t count);

// Writes `count` bytes as one frame with a content checksum, and returns the size of the frame, or
// -1 on an error.
int64_t xunwen_zstd_compress(
    xunwen_zstd_compressor *compressor, xunwen_zstd_parameters parameters, void *target,
    size_t capacity, const void *source, size_t count);

// Decompresses one frame of `count` bytes to exactly `size` bytes. Returns NULL on success, or a
// constant error message.
const char *xunwen_zstd_decompress(
    xunwen_zstd_decompressor *decompressor, void *target, size_t size, const void *source,
    size_t count);

// The decompressed size that a frame declares, or -1 when it declares none or is no frame.
int64_t xunwen_zstd_declared_size(const void *source, size_t count);

// The size of the frame at the beginning of `count` bytes, or -1 when no complete frame is there.
int64_t xunwen_zstd_frame_size(const void *source, size_t count);
