// The files of the page, embedded in the program.

#pragma once

#include <stddef.h>

size_t xunwen_page_file_count(void);

// The name of a file below Sources/Server/Page. `number` is less than the count, here and
// below.
const char *xunwen_page_file_name(size_t number);

const unsigned char *xunwen_page_file_bytes(size_t number);

size_t xunwen_page_file_size(size_t number);
