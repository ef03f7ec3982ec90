#include "CICU.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

_Static_assert(sizeof(UErrorCode) == sizeof(int32_t), "a status is an int32_t");
_Static_assert(sizeof(UChar) == sizeof(uint16_t), "a code unit is a uint16_t");

#define STATUS(status) ((UErrorCode *)(status))
#define TEXT(units) ((const UChar *)(units))

const char *cicu_u_errorName(int32_t status) { return u_errorName((UErrorCode)status); }

static uint32_t packed(const UVersionInfo version) {
  return (uint32_t)version[0] << 24 | (uint32_t)version[1] << 16 | (uint32_t)version[2] << 8 |
         version[3];
}

uint32_t cicu_u_getVersion(void) {
  UVersionInfo version;
  u_getVersion(version);
  return packed(version);
}

// Word boundaries.

cicu_break_iterator *cicu_ubrk_openWord(const char *locale, int32_t *status) {
  return (cicu_break_iterator *)ubrk_open(UBRK_WORD, locale, NULL, 0, STATUS(status));
}

void cicu_ubrk_close(cicu_break_iterator *iterator) { ubrk_close((UBreakIterator *)iterator); }

void cicu_ubrk_setText(cicu_break_iterator *iterator, const uint16_t *text, int32_t length,
                       int32_t *status) {
  ubrk_setText((UBreakIterator *)iterator, TEXT(text), length, STATUS(status));
  ubrk_first((UBreakIterator *)iterator);
}

_Static_assert(UBRK_DONE == -1, "the end of a text is -1");

int32_t cicu_ubrk_next(cicu_break_iterator *iterator, bool *is_word) {
  int32_t boundary = ubrk_next((UBreakIterator *)iterator);
  *is_word = boundary != UBRK_DONE &&
             ubrk_getRuleStatus((UBreakIterator *)iterator) >= UBRK_WORD_NONE_LIMIT;
  return boundary;
}

cicu_data *cicu_udata_openDictionary(const char *name, int32_t *status) {
  return (cicu_data *)udata_open(U_ICUDATA_NAME "-brkitr", "dict", name, STATUS(status));
}

void cicu_udata_close(cicu_data *data) { udata_close((UDataMemory *)data); }

const void *cicu_udata_getMemory(cicu_data *data) { return udata_getMemory((UDataMemory *)data); }

// Normalization and transliteration.

const cicu_normalizer *cicu_unorm2_getNFKCCasefoldInstance(int32_t *status) {
  return (const cicu_normalizer *)unorm2_getNFKCCasefoldInstance(STATUS(status));
}

const cicu_normalizer *cicu_unorm2_getNFCInstance(int32_t *status) {
  return (const cicu_normalizer *)unorm2_getNFCInstance(STATUS(status));
}

bool cicu_unorm2_hasBoundaryBefore(const cicu_normalizer *normalizer, uint32_t scalar) {
  return unorm2_hasBoundaryBefore((const UNormalizer2 *)normalizer, (UChar32)scalar);
}

int32_t cicu_unorm2_normalize(const cicu_normalizer *normalizer, const uint16_t *source,
                              int32_t length, uint16_t *result, int32_t capacity,
                              int32_t *status) {
  return unorm2_normalize((const UNormalizer2 *)normalizer, TEXT(source), length, (UChar *)result,
                          capacity, STATUS(status));
}

cicu_transliterator *cicu_utrans_open(const uint16_t *id, int32_t length, int32_t *status) {
  return (cicu_transliterator *)utrans_openU(TEXT(id), length, UTRANS_FORWARD, NULL, 0, NULL,
                                             STATUS(status));
}

void cicu_utrans_close(cicu_transliterator *transliterator) {
  utrans_close((UTransliterator *)transliterator);
}

void cicu_utrans_transUChars(const cicu_transliterator *transliterator, uint16_t *text,
                             int32_t *length, int32_t capacity, int32_t *status) {
  int32_t limit = *length;
  utrans_transUChars((const UTransliterator *)transliterator, (UChar *)text, length, capacity, 0,
                     &limit, STATUS(status));
}

// Regular expressions.

cicu_regex *cicu_uregex_open(const uint16_t *pattern, int32_t length, int32_t *line,
                             int32_t *offset, int32_t *status) {
  UParseError error = {0};
  URegularExpression *regex =
      uregex_open(TEXT(pattern), length, UREGEX_MULTILINE, &error, STATUS(status));
  *line = error.line;
  *offset = error.offset;
  return (cicu_regex *)regex;
}

void cicu_uregex_close(cicu_regex *regex) { uregex_close((URegularExpression *)regex); }

void cicu_uregex_setTimeLimit(cicu_regex *regex, int32_t limit, int32_t *status) {
  uregex_setTimeLimit((URegularExpression *)regex, limit, STATUS(status));
}

void cicu_uregex_setStackLimit(cicu_regex *regex, int32_t limit, int32_t *status) {
  uregex_setStackLimit((URegularExpression *)regex, limit, STATUS(status));
}

static UBool count_call(const void *context, int32_t steps) {
  (void)steps;
  ++*(int64_t *)context;
  return true;
}

void cicu_uregex_countCalls(cicu_regex *regex, int64_t *calls, int32_t *status) {
  uregex_setMatchCallback((URegularExpression *)regex, count_call, calls, STATUS(status));
}

void cicu_uregex_setText(cicu_regex *regex, const uint16_t *text, int32_t length, int32_t *status) {
  uregex_setText((URegularExpression *)regex, TEXT(text), length, STATUS(status));
}

bool cicu_uregex_findNext(cicu_regex *regex, int32_t *start, int32_t *end, int32_t *status) {
  if (!uregex_findNext((URegularExpression *)regex, STATUS(status))) return false;
  *start = uregex_start((URegularExpression *)regex, 0, STATUS(status));
  *end = uregex_end((URegularExpression *)regex, 0, STATUS(status));
  return !cicu_failed(*status);
}

// Character properties.

bool cicu_u_isWide(uint32_t scalar) {
  int32_t width = u_getIntPropertyValue((UChar32)scalar, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

_Static_assert(CICU_BUFFER_OVERFLOW_ERROR == (int)U_BUFFER_OVERFLOW_ERROR, "U_BUFFER_OVERFLOW_ERROR");

// Charset detection and conversion.

cicu_charset_detector *cicu_ucsdet_open(int32_t *status) {
  return (cicu_charset_detector *)ucsdet_open(STATUS(status));
}

void cicu_ucsdet_close(cicu_charset_detector *detector) {
  ucsdet_close((UCharsetDetector *)detector);
}

void cicu_ucsdet_setText(cicu_charset_detector *detector, const char *text, int32_t length,
                         int32_t *status) {
  ucsdet_setText((UCharsetDetector *)detector, text, length, STATUS(status));
}

const cicu_charset_match **cicu_ucsdet_detectAll(cicu_charset_detector *detector, int32_t *count,
                                                 int32_t *status) {
  return (const cicu_charset_match **)ucsdet_detectAll((UCharsetDetector *)detector, count,
                                                       STATUS(status));
}

const char *cicu_ucsdet_getName(const cicu_charset_match *match, int32_t *status) {
  return ucsdet_getName((const UCharsetMatch *)match, STATUS(status));
}

int32_t cicu_ucsdet_getConfidence(const cicu_charset_match *match, int32_t *status) {
  return ucsdet_getConfidence((const UCharsetMatch *)match, STATUS(status));
}

cicu_converter *cicu_ucnv_open(const char *name, int32_t *status) {
  UConverter *converter = ucnv_open(name, STATUS(status));
  if (cicu_failed(*status)) return NULL;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, STATUS(status));
  if (!cicu_failed(*status)) return (cicu_converter *)converter;
  ucnv_close(converter);
  return NULL;
}

void cicu_ucnv_close(cicu_converter *converter) { ucnv_close((UConverter *)converter); }

int32_t cicu_ucnv_toUnicode(cicu_converter *converter, uint16_t *result, int32_t capacity,
                            const char *source, int32_t length, bool flush, int32_t *consumed,
                            int32_t *malformed, int32_t *status) {
  UChar *to = (UChar *)result;
  const char *from = source;
  ucnv_toUnicode((UConverter *)converter, &to, (UChar *)result + capacity, &from, source + length,
                 NULL, flush, STATUS(status));
  *consumed = (int32_t)(from - source);
  *malformed = 0;
  if (cicu_failed(*status) && *status != U_BUFFER_OVERFLOW_ERROR) {
    char bytes[32];
    int8_t count = sizeof bytes;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars((UConverter *)converter, bytes, &count, &ignored);
    if (U_SUCCESS(ignored)) *malformed = count;
  }
  return (int32_t)(to - (UChar *)result);
}
