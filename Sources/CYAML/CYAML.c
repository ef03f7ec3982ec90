#include "CYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct cyaml_parser {
  yaml_parser_t parser;
  yaml_event_t event;
  bool has_event, has_ended;
};

cyaml_parser *cyaml_open(const uint8_t *bytes, size_t count) {
  cyaml_parser *result = calloc(1, sizeof *result);
  if (result == NULL) return NULL;
  if (!yaml_parser_initialize(&result->parser)) {
    free(result);
    return NULL;
  }
  yaml_parser_set_encoding(&result->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&result->parser, bytes, count);
  return result;
}

static void release(cyaml_parser *parser) {
  if (parser->has_event) yaml_event_delete(&parser->event);
  parser->has_event = false;
}

static cyaml_kind kind(yaml_event_type_t type) {
  switch (type) {
    case YAML_SCALAR_EVENT: return CYAML_SCALAR;
    case YAML_ALIAS_EVENT: return CYAML_ALIAS;
    case YAML_SEQUENCE_START_EVENT: return CYAML_SEQUENCE_START;
    case YAML_SEQUENCE_END_EVENT: return CYAML_SEQUENCE_END;
    case YAML_MAPPING_START_EVENT: return CYAML_MAPPING_START;
    case YAML_MAPPING_END_EVENT: return CYAML_MAPPING_END;
    case YAML_DOCUMENT_END_EVENT: return CYAML_DOCUMENT_END;
    case YAML_STREAM_END_EVENT: return CYAML_END;
    default: return CYAML_OTHER;
  }
}

cyaml_event cyaml_next(cyaml_parser *parser) {
  release(parser);
  if (parser->has_ended) return (cyaml_event){.kind = CYAML_END};
  if (!yaml_parser_parse(&parser->parser, &parser->event)) {
    parser->has_ended = true;
    const char *problem = parser->parser.problem;
    if (problem == NULL) problem = "out of memory";
    return (cyaml_event){.kind = CYAML_ERROR,
                         .text = (const uint8_t *)problem,
                         .count = strlen(problem),
                         .line = parser->parser.problem_mark.line};
  }
  parser->has_event = true;
  const yaml_event_t *event = &parser->event;
  cyaml_event result = {.kind = kind(event->type), .line = event->start_mark.line};
  if (event->type == YAML_SCALAR_EVENT) {
    result.text = event->data.scalar.value;
    result.count = event->data.scalar.length;
    result.is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  }
  if (result.kind == CYAML_END) parser->has_ended = true;
  return result;
}

void cyaml_close(cyaml_parser *parser) {
  if (parser == NULL) return;
  release(parser);
  yaml_parser_delete(&parser->parser);
  free(parser);
}
