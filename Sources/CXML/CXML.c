#include "CXML.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
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

static void initialize_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, initialize);
}

int32_t cxml_parse_html(const uint8_t *bytes, int64_t count, const cxml_handler *handler) {
  initialize_once();
  reading page = {.bytes = bytes, .count = count, .handler = handler};
  for (int64_t at = 0; at < count;) {
    at = parse_from(at, &page);
    if (at < 0) return -1;
  }
  return 0;
}

// XML

// The constructs that matter to the number of attributes in a tag.
typedef enum {
  in_text,
  // After `<`, `<!` and the like, whose next byte decides.
  in_opening,
  in_tag,
  in_quotes,
  in_comment,
  in_section,
  in_instruction,
} construct;

struct cxml_xml_parser {
  xmlParserCtxtPtr parser;
  cxml_xml_handler handler;
  construct construct;
  // The quotation mark that ends a value.
  uint8_t quote;
  // The bytes after `<`, and the last two bytes, of a construct.
  uint8_t opening[3];
  int opening_count;
  uint8_t last, second_last;
  int attribute_count;
  int depth;
  bool has_root, is_damaged;
};

static void refuse_type(void *context, const xmlChar *name, const xmlChar *external,
                        const xmlChar *system) {
  (void)name, (void)external, (void)system;
  cxml_xml_parser *xml = context;
  xml->is_damaged = true;
  xmlStopParser(xml->parser);
}

// After a fault that was overlooked, libxml2 would leave out references such as `&amp;`.
static void forget_fault(cxml_xml_parser *xml) { xml->parser->wellFormed = 1; }

static void start_xml(void *context, const xmlChar *name, const xmlChar *prefix,
                      const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                      int count, int default_count, const xmlChar **attributes) {
  (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)default_count;
  cxml_xml_parser *xml = context;
  forget_fault(xml);
  xml->has_root = true;
  xml->depth++;
  xml->handler.start(xml->handler.context, (const char *)name, count,
                     (const char *const *)attributes);
}

static void end_xml(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)prefix, (void)uri;
  cxml_xml_parser *xml = context;
  forget_fault(xml);
  xml->depth--;
  xml->handler.end(xml->handler.context, (const char *)name);
}

static void xml_characters(void *context, const xmlChar *bytes, int count) {
  cxml_xml_parser *xml = context;
  forget_fault(xml);
  xml->handler.text(xml->handler.context, (const char *)bytes, count);
}

cxml_xml_parser *cxml_xml_open(const cxml_xml_handler *handler) {
  initialize_once();
  cxml_xml_parser *xml = calloc(1, sizeof *xml);
  if (xml == NULL) return NULL;
  xml->handler = *handler;
  xmlSAXHandler sax;
  memset(&sax, 0, sizeof sax);
  sax.initialized = XML_SAX2_MAGIC;
  sax.internalSubset = refuse_type;
  sax.startElementNs = start_xml;
  sax.endElementNs = end_xml;
  sax.characters = xml_characters;
  sax.ignorableWhitespace = xml_characters;
  sax.cdataBlock = xml_characters;
  sax.serror = ignore_error;
  xml->parser = xmlCreatePushParserCtxt(&sax, xml, NULL, 0, NULL);
  if (xml->parser == NULL) {
    free(xml);
    return NULL;
  }
  xmlCtxtUseOptions(xml->parser, XML_PARSE_RECOVER | XML_PARSE_NONET);
  return xml;
}

static construct opened(cxml_xml_parser *xml, uint8_t byte) {
  xml->last = xml->second_last = 0;
  if (xml->opening_count == 0 && byte == '?') return in_instruction;
  if (xml->opening_count == 0 && byte != '!') {
    xml->attribute_count = 0;
    return byte == '>' ? in_text : in_tag;
  }
  xml->opening[xml->opening_count++] = byte;
  if (xml->opening_count < 3) return in_opening;
  if (xml->opening[1] == '-' && xml->opening[2] == '-') return in_comment;
  // Anything else is a document type, at which the parser stops.
  return xml->opening[1] == '[' ? in_section : in_text;
}

// Reads bytes that are not parsed yet, and returns false when they damage the document.
static bool inspect(cxml_xml_parser *xml, const uint8_t *bytes, int32_t count) {
  construct construct = xml->construct;
  for (int32_t i = 0; i < count; i++) {
    uint8_t byte = bytes[i];
    switch (construct) {
    case in_text: {
      const uint8_t *next = memchr(bytes + i, '<', (size_t)(count - i));
      if (next == NULL) {
        i = count;
        continue;
      }
      i = (int32_t)(next - bytes);
      xml->opening_count = 0;
      construct = in_opening;
      continue;
    }
    case in_opening:
      construct = opened(xml, byte);
      continue;
    case in_tag:
      while (byte != '>' && byte != '"' && byte != '\'' && i + 1 < count) byte = bytes[++i];
      if (byte == '>') {
        construct = in_text;
      } else if (byte == '"' || byte == '\'') {
        if (++xml->attribute_count > CXML_MAXIMUM_XML_ATTRIBUTES) return false;
        xml->quote = byte;
        construct = in_quotes;
      }
      continue;
    case in_quotes: {
      // No value contains `<`, so then the quotation mark is missing.
      uint8_t quote = xml->quote;
      while (byte != quote && byte != '<' && i + 1 < count) byte = bytes[++i];
      if (byte == quote || byte == '<') construct = in_tag;
      continue;
    }
    case in_comment:
    case in_section:
    case in_instruction: {
      uint8_t end = construct == in_comment ? '-' : construct == in_section ? ']' : '?';
      bool is_closed = byte == '>' && xml->last == end
          && (construct == in_instruction || xml->second_last == end);
      xml->second_last = xml->last;
      xml->last = byte;
      if (is_closed) construct = in_text;
      continue;
    }
    }
  }
  xml->construct = construct;
  return true;
}

static void ignore_text(void *context, const char *format, ...) {
  (void)context;
  (void)format;
}

// Parses bytes. A few faults are printed by a function that belongs to the thread.
static void parse_chunk(cxml_xml_parser *xml, const uint8_t *bytes, int32_t count, bool is_last) {
  xmlGenericErrorFunc previous = xmlGenericError;
  void *context = xmlGenericErrorContext;
  xmlSetGenericErrorFunc(NULL, ignore_text);
  xmlParseChunk(xml->parser, (const char *)bytes, count, is_last);
  xmlSetGenericErrorFunc(context, previous);
}

int32_t cxml_xml_push(cxml_xml_parser *xml, const uint8_t *bytes, int32_t count) {
  if (xml->is_damaged) return -1;
  if (!inspect(xml, bytes, count)) {
    xml->is_damaged = true;
    return -1;
  }
  parse_chunk(xml, bytes, count, false);
  // A fault that cannot be overlooked ends the parser.
  if (xml->parser->instate == XML_PARSER_EOF || xml->parser->disableSAX) xml->is_damaged = true;
  return xml->is_damaged ? -1 : 0;
}

int32_t cxml_xml_finish(cxml_xml_parser *xml) {
  if (xml->is_damaged) return -1;
  parse_chunk(xml, NULL, 0, true);
  // The events of a cut document end with open elements.
  if (!xml->has_root || xml->depth > 0) xml->is_damaged = true;
  return xml->is_damaged ? -1 : 0;
}

void cxml_xml_free(cxml_xml_parser *xml) {
  if (xml->parser->myDoc != NULL) xmlFreeDoc(xml->parser->myDoc);
  xmlFreeParserCtxt(xml->parser);
  free(xml);
}
