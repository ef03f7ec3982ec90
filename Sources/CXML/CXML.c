#include "CXML.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

// libxml2 refers weakly to functions for threads, and is not safe for threads without them. In a
// static binary they exist only if something else refers to them.
__attribute__((used)) static void *const thread_functions[] = {
    (void *)pthread_once,          (void *)pthread_getspecific,  (void *)pthread_setspecific,
    (void *)pthread_key_create,    (void *)pthread_key_delete,   (void *)pthread_mutex_init,
    (void *)pthread_mutex_destroy, (void *)pthread_mutex_lock,   (void *)pthread_mutex_unlock,
    (void *)pthread_cond_init,     (void *)pthread_cond_destroy, (void *)pthread_cond_wait,
    (void *)pthread_cond_signal,   (void *)pthread_equal,        (void *)pthread_self,
};

// The byte order mark makes the parser read UTF-8 as it is. A named encoding would be converted.
static const char byte_order_mark[3] = "\xEF\xBB\xBF";

typedef struct {
  const uint8_t *bytes;
  int64_t count;
  // The offset of the next byte to read.
  int64_t at;
  htmlParserCtxtPtr parser;
  const cxml_handler *handler;
  // The names of the open elements.
  const xmlChar *open[CXML_MAXIMUM_DEPTH];
  int depth;
  bool has_begun, is_too_deep, is_cut;
  // The number of bytes that the parser had consumed when it became too deep.
  int64_t consumed;
} reading;

static int read_bytes(void *context, char *buffer, int length) {
  reading *page = context;
  // The capacity for attributes, two pointers each, grows with the tag that has the most.
  if (page->parser->maxatts > 2 * CXML_MAXIMUM_ATTRIBUTES) {
    page->is_cut = true;
    return 0;
  }
  // The parser looks for the mark in the first four bytes that it reads.
  int mark = 0;
  if (!page->has_begun) {
    page->has_begun = true;
    mark = sizeof byte_order_mark;
    if (length < mark) return -1;
    memcpy(buffer, byte_order_mark, mark);
  }
  int64_t left = page->count - page->at;
  int count = left < length - mark ? (int)left : length - mark;
  memcpy(buffer + mark, page->bytes + page->at, count);
  page->at += count;
  return mark + count;
}

static int close_bytes(void *context) {
  (void)context;
  return 0;
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes) {
  reading *page = context;
  if (page->is_too_deep) return;
  if (page->depth == CXML_MAXIMUM_DEPTH) {
    page->is_too_deep = true;
    page->consumed = xmlByteConsumed(page->parser);
    xmlStopParser(page->parser);
    return;
  }
  page->open[page->depth++] = name;
  page->handler->start(page->handler->context, (const char *)name,
                       (const char *const *)attributes);
}

static void end_element(void *context, const xmlChar *name) {
  reading *page = context;
  if (page->is_too_deep || page->depth == 0) return;
  page->depth--;
  page->handler->end(page->handler->context, (const char *)name);
}

static void characters(void *context, const xmlChar *bytes, int count) {
  reading *page = context;
  if (page->is_too_deep) return;
  page->handler->text(page->handler->context, (const char *)bytes, count);
}

static void ignore_error(void *context, xmlErrorPtr error) {
  (void)context;
  (void)error;
}

// Parses from `start` on, and returns the offset at which the page continues: its end, or the tag of
// an element that is too deep. Returns -1 when the page was read only in part.
static int64_t parse_from(int64_t start, reading *page) {
  htmlParserCtxtPtr parser = htmlNewParserCtxt();
  if (parser == NULL) return -1;
  memset(parser->sax, 0, sizeof *parser->sax);
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->startElement = start_element;
  parser->sax->endElement = end_element;
  parser->sax->characters = characters;
  parser->sax->ignorableWhitespace = characters;
  parser->sax->cdataBlock = characters;
  parser->sax->serror = ignore_error;
  parser->userData = page;
  page->parser = parser;
  page->at = start;
  page->has_begun = false;
  page->depth = 0;
  page->is_too_deep = false;
  xmlDocPtr document =
      htmlCtxtReadIO(parser, read_bytes, close_bytes, page, NULL, NULL,
                     HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  if (document != NULL) xmlFreeDoc(document);
  // The names belong to the parser.
  while (page->depth > 0) {
    page->handler->end(page->handler->context, (const char *)page->open[--page->depth]);
  }
  bool is_out_of_memory = parser->errNo == XML_ERR_NO_MEMORY;
  htmlFreeParserCtxt(parser);
  if (page->is_cut || is_out_of_memory) return -1;
  if (!page->is_too_deep) return page->count;
  int64_t next = start + page->consumed - (int64_t)sizeof byte_order_mark;
  if (next > page->count) next = page->count;
  while (next > start && page->bytes[next - 1] != '<') next--;
  return next - 1 > start ? next - 1 : -1;
}

static void initialize(void) { xmlInitParser(); }

int32_t cxml_parse_html(const uint8_t *bytes, int64_t count, const cxml_handler *handler) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, initialize);
  reading page = {.bytes = bytes, .count = count, .handler = handler};
  for (int64_t at = 0; at < count;) {
    at = parse_from(at, &page);
    if (at < 0) return -1;
  }
  return 0;
}
