// libxml2's parsers of HTML and XML as events, with plain pointers.
//
// A client of the library loads this header, so it must not include libxml2's headers.
#pragma once
#include <stdint.h>

// The receiver of the events of one parse. Names are in lower case. Pointers are valid during a call.
typedef struct {
  void *context;
  // An element begins. `attributes` alternates names and values and ends with NULL; it is NULL for an
  // element without attributes. A value is NULL for an attribute without one.
  void (*start)(void *context, const char *name, const char *const *attributes);
  void (*end)(void *context, const char *name);
  // Text in UTF-8 with entities decoded, in pieces of any size that end with whole characters. The
  // text of script and style elements is an event, too.
  void (*text)(void *context, const char *bytes, int32_t count);
} cxml_handler;

// Elements nest up to this depth, as in browsers; deeper ones follow their ancestors instead.
#define CXML_MAXIMUM_DEPTH 512
// A page ends at a tag for which libxml2 has made room for more attributes, which happens at 2,815 in
// version 2.9: it compares each attribute with all others.
#define CXML_MAXIMUM_ATTRIBUTES 4096

// Parses a page in UTF-8 without NUL bytes. Missing and superfluous tags are no error; every element
// that begins also ends. Loads no DTD, expands no entities but characters, and uses no network.
// Returns 0, or -1 when the page was read only in part: too many attributes, or too little memory.
int32_t cxml_parse_html(const uint8_t *bytes, int64_t count, const cxml_handler *handler);

// The receiver of the events of an XML document. Pointers are valid during a call.
typedef struct {
  void *context;
  // An element begins. `name` has no prefix. `attributes` has five pointers for each attribute: the
  // name without prefix, the prefix or NULL, the namespace or NULL, and the beginning and the end of
  // the value, which is no C string.
  void (*start)(void *context, const char *name, int32_t count, const char *const *attributes);
  void (*end)(void *context, const char *name);
  // Text in UTF-8, in pieces of any size that end with whole characters.
  void (*text)(void *context, const char *bytes, int32_t count);
} cxml_xml_handler;

typedef struct cxml_xml_parser cxml_xml_parser;

// A tag with more attributes damages a document, because libxml2 compares each with all others, and
// looks for a prefix among all that are declared.
#define CXML_MAXIMUM_XML_ATTRIBUTES 256

// Opens a parser that the document is pushed into. Returns NULL when memory runs out.
//
// Elements nest up to libxml2's limit of 256. A document type ends the document, so there are no
// entities but characters. Nothing is loaded. Small faults, such as a forbidden character, are
// overlooked.
cxml_xml_parser *cxml_xml_open(const cxml_xml_handler *handler);

// Parses the next bytes. Returns 0, or -1 when the document is damaged; nothing more is parsed then.
int32_t cxml_xml_push(cxml_xml_parser *parser, const uint8_t *bytes, int32_t count);

// Ends the document. Returns 0, or -1 when it is damaged or not complete.
int32_t cxml_xml_finish(cxml_xml_parser *parser);

void cxml_xml_free(cxml_xml_parser *parser);
