// The functions of ICU that this package calls, with opaque handles and plain integers.
//
// A client of the library loads this header. It must not include ICU's headers: Foundation brings an
// ICU of its own, and a program that sees both does not compile. A C source file also hides ICU's
// macros, which append the version to every function name and which Swift cannot follow.
//
// `cicu_ubrk_next` calls ICU's `ubrk_next`, and so on; ICU's documentation applies. A function with a
// `status` does nothing when the status is a failure already. Statuses are values of `UErrorCode`:
// 0 is success, a positive value a failure, a negative value a warning.
#pragma once
#include <stdbool.h>
#include <stdint.h>

static inline bool cicu_failed(int32_t status) { return status > 0; }
// The name of a status, as in `U_BUFFER_OVERFLOW_ERROR`.
const char *cicu_u_errorName(int32_t status);

#define CICU_BUFFER_OVERFLOW_ERROR 15

// Versions, with the major version in the highest byte.
uint32_t cicu_u_getVersion(void);

// Word boundaries. `setText` goes to the first boundary and keeps `text` until the next call. `next`
// returns the following boundary, or -1; `is_word` is true when a word or number ends there.
typedef struct cicu_break_iterator cicu_break_iterator;
cicu_break_iterator *cicu_ubrk_openWord(const char *locale, int32_t *status);
void cicu_ubrk_close(cicu_break_iterator *iterator);
void cicu_ubrk_setText(cicu_break_iterator *iterator, const uint16_t *text, int32_t length,
                       int32_t *status);
int32_t cicu_ubrk_next(cicu_break_iterator *iterator, bool *is_word);

// A dictionary of the break iterators, as in `cjdict`.
typedef struct cicu_data cicu_data;
cicu_data *cicu_udata_openDictionary(const char *name, int32_t *status);
void cicu_udata_close(cicu_data *data);
const void *cicu_udata_getMemory(cicu_data *data);

// Normalization. ICU owns the normalizer.
typedef struct cicu_normalizer cicu_normalizer;
const cicu_normalizer *cicu_unorm2_getNFKCCasefoldInstance(int32_t *status);
const cicu_normalizer *cicu_unorm2_getNFCInstance(int32_t *status);
bool cicu_unorm2_hasBoundaryBefore(const cicu_normalizer *normalizer, uint32_t scalar);
int32_t cicu_unorm2_normalize(const cicu_normalizer *normalizer, const uint16_t *source,
                              int32_t length, uint16_t *result, int32_t capacity, int32_t *status);

// Transliteration, in place. `length` is the length of the text, before and after.
typedef struct cicu_transliterator cicu_transliterator;
cicu_transliterator *cicu_utrans_open(const uint16_t *id, int32_t length, int32_t *status);
void cicu_utrans_close(cicu_transliterator *transliterator);
void cicu_utrans_transUChars(const cicu_transliterator *transliterator, uint16_t *text,
                             int32_t *length, int32_t capacity, int32_t *status);

// Regular expressions in multiline mode. When `open` fails, `line` (from 1) and `offset` (UTF-16 code
// units in the line) locate the error. `setText` keeps `text` until the next call.
typedef struct cicu_regex cicu_regex;
cicu_regex *cicu_uregex_open(const uint16_t *pattern, int32_t length, int32_t *line,
                             int32_t *offset, int32_t *status);
void cicu_uregex_close(cicu_regex *regex);
void cicu_uregex_setTimeLimit(cicu_regex *regex, int32_t limit, int32_t *status);
void cicu_uregex_setStackLimit(cicu_regex *regex, int32_t limit, int32_t *status);
// Counts the calls that ICU makes after every 10,000 steps of a match.
void cicu_uregex_countCalls(cicu_regex *regex, int64_t *calls, int32_t *status);
void cicu_uregex_setText(cicu_regex *regex, const uint16_t *text, int32_t length, int32_t *status);
bool cicu_uregex_findNext(cicu_regex *regex, int32_t *start, int32_t *end, int32_t *status);

/// Returns true for an East Asian Wide or Fullwidth character.
bool cicu_u_isWide(uint32_t scalar);

// Charset detection. The detector owns the matches and their names, and keeps `text` until it closes.
typedef struct cicu_charset_detector cicu_charset_detector;
typedef struct cicu_charset_match cicu_charset_match;
cicu_charset_detector *cicu_ucsdet_open(int32_t *status);
void cicu_ucsdet_close(cicu_charset_detector *detector);
void cicu_ucsdet_setText(cicu_charset_detector *detector, const char *text, int32_t length,
                         int32_t *status);
const cicu_charset_match **cicu_ucsdet_detectAll(cicu_charset_detector *detector, int32_t *count,
                                                 int32_t *status);
const char *cicu_ucsdet_getName(const cicu_charset_match *match, int32_t *status);
int32_t cicu_ucsdet_getConfidence(const cicu_charset_match *match, int32_t *status);

// Charset conversion to UTF-16, which stops at the first malformed sequence. Sets `consumed` to the
// number of bytes read, and `malformed` to how many bytes at their end are malformed.
typedef struct cicu_converter cicu_converter;
cicu_converter *cicu_ucnv_open(const char *name, int32_t *status);
void cicu_ucnv_close(cicu_converter *converter);
int32_t cicu_ucnv_toUnicode(cicu_converter *converter, uint16_t *result, int32_t capacity,
                            const char *source, int32_t length, bool flush, int32_t *consumed,
                            int32_t *malformed, int32_t *status);
