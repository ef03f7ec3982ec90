#include "CInflate.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

// brotli may be missing when the program is built.
#if __has_include(<brotli/decode.h>)
#include <brotli/decode.h>
#else
typedef void BrotliDecoderState;
#endif

struct xunwen_inflater {
  xunwen_compression compression;
  z_stream zlib;
  // NULL for the other compressions.
  BrotliDecoderState *brotli;
};

#if __has_include(<brotli/decode.h>)

static BrotliDecoderState *open_brotli(void) {
  return BrotliDecoderCreateInstance(NULL, NULL, NULL);
}

static void close_brotli(BrotliDecoderState *brotli) { BrotliDecoderDestroyInstance(brotli); }

static int inflate_brotli(
    xunwen_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
    size_t *output_count) {
  size_t available = *input_count, room = *output_count;
  BrotliDecoderResult result = BrotliDecoderDecompressStream(
      inflater->brotli, &available, &input, &room, &output, NULL);
  *input_count -= available;
  *output_count -= room;
  switch (result) {
  case BROTLI_DECODER_RESULT_ERROR: return XUNWEN_INFLATE_DAMAGED;
  case BROTLI_DECODER_RESULT_SUCCESS: return XUNWEN_INFLATE_END;
  default: return XUNWEN_INFLATE_OK;
  }
}

#else

static BrotliDecoderState *open_brotli(void) { return NULL; }

static void close_brotli(BrotliDecoderState *brotli) { (void)brotli; }

static int inflate_brotli(
    xunwen_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
    size_t *output_count) {
  (void)inflater, (void)input, (void)output;
  *input_count = *output_count = 0;
  return XUNWEN_INFLATE_DAMAGED;
}

#endif

static int window_bits(xunwen_compression compression) {
  switch (compression) {
  case XUNWEN_INFLATE_GZIP: return MAX_WBITS + 16;
  case XUNWEN_INFLATE_RAW: return -MAX_WBITS;
  default: return MAX_WBITS;
  }
}

xunwen_inflater *xunwen_inflater_open(xunwen_compression compression) {
  xunwen_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  inflater->compression = compression;
  bool is_open;
  if (compression == XUNWEN_INFLATE_BROTLI) {
    inflater->brotli = open_brotli();
    is_open = inflater->brotli != NULL;
  } else {
    is_open = inflateInit2(&inflater->zlib, window_bits(compression)) == Z_OK;
  }
  if (is_open) return inflater;
  free(inflater);
  return NULL;
}

void xunwen_inflater_free(xunwen_inflater *inflater) {
  if (inflater->brotli) {
    close_brotli(inflater->brotli);
  } else {
    inflateEnd(&inflater->zlib);
  }
  free(inflater);
}

int xunwen_inflater_reset(xunwen_inflater *inflater) {
  if (!inflater->brotli) {
    return inflateReset(&inflater->zlib) == Z_OK ? XUNWEN_INFLATE_OK : XUNWEN_INFLATE_DAMAGED;
  }
  close_brotli(inflater->brotli);
  inflater->brotli = open_brotli();
  return inflater->brotli ? XUNWEN_INFLATE_OK : XUNWEN_INFLATE_DAMAGED;
}

int xunwen_inflate(
    xunwen_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
    size_t *output_count) {
  if (inflater->brotli) {
    return inflate_brotli(inflater, input, input_count, output, output_count);
  }
  z_stream *zlib = &inflater->zlib;
  uInt available = *input_count > UINT_MAX ? UINT_MAX : (uInt)*input_count;
  uInt room = *output_count > UINT_MAX ? UINT_MAX : (uInt)*output_count;
  zlib->next_in = (Bytef *)input;
  zlib->avail_in = available;
  zlib->next_out = output;
  zlib->avail_out = room;
  int result = inflate(zlib, Z_NO_FLUSH);
  *input_count = available - zlib->avail_in;
  *output_count = room - zlib->avail_out;
  if (result == Z_STREAM_END) return XUNWEN_INFLATE_END;
  // There was no input or no room: not an error.
  return result == Z_OK || result == Z_BUF_ERROR ? XUNWEN_INFLATE_OK : XUNWEN_INFLATE_DAMAGED;
}
