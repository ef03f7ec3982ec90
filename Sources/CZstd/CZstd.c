#include "CZstd.h"

#include <zstd.h>

static ZSTD_CCtx *compression(xunwen_zstd_compressor *compressor) {
  return (ZSTD_CCtx *)compressor;
}

static ZSTD_DCtx *decompression(xunwen_zstd_decompressor *decompressor) {
  return (ZSTD_DCtx *)decompressor;
}

xunwen_zstd_compressor *xunwen_zstd_compressor_create(void) {
  return (xunwen_zstd_compressor *)ZSTD_createCCtx();
}

xunwen_zstd_decompressor *xunwen_zstd_decompressor_create(void) {
  return (xunwen_zstd_decompressor *)ZSTD_createDCtx();
}

void xunwen_zstd_compressor_free(xunwen_zstd_compressor *compressor) {
  ZSTD_freeCCtx(compression(compressor));
}

void xunwen_zstd_decompressor_free(xunwen_zstd_decompressor *decompressor) {
  ZSTD_freeDCtx(decompression(decompressor));
}

size_t xunwen_zstd_bound(size_t count) { return ZSTD_compressBound(count); }

int64_t xunwen_zstd_compress(
    xunwen_zstd_compressor *compressor, xunwen_zstd_parameters parameters, void *target,
    size_t capacity, const void *source, size_t count) {
  ZSTD_CCtx *context = compression(compressor);
  // zstd clamps a level out of range to the nearest.
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, parameters.level);
  ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, parameters.hash_log);
  ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, parameters.min_match);
  ZSTD_CCtx_setParameter(context, ZSTD_c_targetLength, parameters.target_length);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  // ZSTD_c_literalCompressionMode. A zstd that does not know it makes larger frames.
  ZSTD_CCtx_setParameter(
      context, ZSTD_c_experimentalParam5, parameters.compresses_literals ? 1 : 0);
  size_t size = ZSTD_compress2(context, target, capacity, source, count);
  return ZSTD_isError(size) ? -1 : (int64_t)size;
}

const char *xunwen_zstd_decompress(
    xunwen_zstd_decompressor *decompressor, void *target, size_t size, const void *source,
    size_t count) {
  size_t result = ZSTD_decompressDCtx(decompression(decompressor), target, size, source, count);
  if (ZSTD_isError(result)) return ZSTD_getErrorName(result);
  return result == size ? NULL : "wrong size";
}

int64_t xunwen_zstd_declared_size(const void *source, size_t count) {
  unsigned long long size = ZSTD_getFrameContentSize(source, count);
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return -1;
  return size > INT64_MAX ? -1 : (int64_t)size;
}

int64_t xunwen_zstd_frame_size(const void *source, size_t count) {
  size_t size = ZSTD_findFrameCompressedSize(source, count);
  return ZSTD_isError(size) ? -1 : (int64_t)size;
}
