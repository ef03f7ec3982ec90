// libyaml's parser as events, with plain pointers.
//
// A client of the library loads this header, so it must not include libyaml's headers.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  CYAML_OTHER,
  CYAML_SCALAR,
  CYAML_ALIAS,
  CYAML_SEQUENCE_START,
  CYAML_SEQUENCE_END,
  CYAML_MAPPING_START,
  CYAML_MAPPING_END,
  CYAML_DOCUMENT_END,
  CYAML_END,
  CYAML_ERROR
} cyaml_kind;

// An event, whose pointers are valid until the next one.
typedef struct {
  cyaml_kind kind;
  // The text of a scalar in UTF-8, or of an error, which is a constant that ends with a zero.
  const uint8_t *text;
  size_t count;
  // True for a scalar without quotation marks.
  bool is_plain;
  // The line at which the event begins, from 0.
  size_t line;
} cyaml_event;

typedef struct cyaml_parser cyaml_parser;

// Opens a parser of bytes in UTF-8, which stay valid until it is closed. NULL when memory ran out.
cyaml_parser *cyaml_open(const uint8_t *bytes, size_t count);

// Returns the next event. After an error or the end, no more events follow.
cyaml_event cyaml_next(cyaml_parser *parser);

void cyaml_close(cyaml_parser *parser);
