#include "CInflate.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

// The functions of libbrotlidec, whose interface has not changed since version 1.0.
typedef struct {
  void *(*create)(void *(*allocate)(void *, size_t), void (*release)(void *, void *), void *);
  void (*destroy)(void *);
  int (*decompress)(
      void *, size_t *, const uint8_t **, size_t *, uint8_t **, size_t *);
} brotli_library;

// The results of BrotliDecoderDecompressStream.
enum { brotli_error = 0, brotli_success = 1 };

static brotli_library brotli;

static void load_brotli(void) {
  static const char *const names[] = {
    "libbrotlidec.so.1", "libbrotlidec.1.dylib", "/opt/homebrew/lib/libbrotlidec.1.dylib",
  };
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  }
  if (!library) return;
  brotli_library found;
  *(void **)&found.create = dlsym(library, "BrotliDecoderCreateInstance");
  *(void **)&found.destroy = dlsym(library, "BrotliDecoderDestroyInstance");
  *(void **)&found.decompress = dlsym(library, "BrotliDecoderDecompressStream");
  if (found.create && found.destroy && found.decompress) brotli = found;
}

struct xunwen_inflater {
  xunwen_compression compression;
  z_stream zlib;
  void *brotli;
};

static bool open_brotli(xunwen_inflater *inflater) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_brotli);
  if (!brotli.create) return false;
  inflater->brotli = brotli.create(NULL, NULL, NULL);
  return inflater->brotli != NULL;
}

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
  bool is_open = compression == XUNWEN_INFLATE_BROTLI
      ? open_brotli(inflater)
      : inflateInit2(&inflater->zlib, window_bits(compression)) == Z_OK;
  if (is_open) return inflater;
  free(inflater);
  return NULL;
}

void xunwen_inflater_free(xunwen_inflater *inflater) {
  if (inflater->brotli) {
    brotli.destroy(inflater->brotli);
  } else {
    inflateEnd(&inflater->zlib);
  }
  free(inflater);
}

int xunwen_inflater_reset(xunwen_inflater *inflater) {
  if (!inflater->brotli) {
    return inflateReset(&inflater->zlib) == Z_OK ? XUNWEN_INFLATE_OK : XUNWEN_INFLATE_DAMAGED;
  }
  brotli.destroy(inflater->brotli);
  inflater->brotli = brotli.create(NULL, NULL, NULL);
  return inflater->brotli ? XUNWEN_INFLATE_OK : XUNWEN_INFLATE_DAMAGED;
}

static int inflate_brotli(
    xunwen_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
    size_t *output_count) {
  size_t available = *input_count, room = *output_count;
  int result =
      brotli.decompress(inflater->brotli, &available, &input, &room, &output, NULL);
  *input_count -= available;
  *output_count -= room;
  return result == brotli_error     ? XUNWEN_INFLATE_DAMAGED
      : result == brotli_success ? XUNWEN_INFLATE_END
                                 : XUNWEN_INFLATE_OK;
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
