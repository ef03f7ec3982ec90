// Written by .ci/page.py (make page).

#include "CPage.h"

// Embedding is standard since C23. It takes milliseconds; arrays in Swift take the compiler half a
// minute for the same bytes.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_index_html[] = {
#embed "../Server/Page/index.html"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} files[] = {
    {"index.html", file_index_html, sizeof file_index_html},
};

size_t xunwen_page_file_count(void) { return sizeof files / sizeof files[0]; }

const char *xunwen_page_file_name(size_t number) { return files[number].name; }

const unsigned char *xunwen_page_file_bytes(size_t number) { return files[number].bytes; }

size_t xunwen_page_file_size(size_t number) { return files[number].size; }
