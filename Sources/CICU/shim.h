// ICU renames every function by version through macros (`ubrk_open` is `ubrk_open_72` in the library),
// which Swift cannot follow. These inline wrappers are named once and for all; each does what the ICU
// function of the same name does. No C source file is needed: the wrappers are compiled into their callers.
#pragma once
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

// Break iteration.
static inline UBreakIterator *cicu_ubrk_open(UBreakIteratorType type, const char *locale, const UChar *text, int32_t length, UErrorCode *status) { return ubrk_open(type, locale, text, length, status); }
static inline void cicu_ubrk_close(UBreakIterator *bi) { ubrk_close(bi); }
static inline void cicu_ubrk_setText(UBreakIterator *bi, const UChar *text, int32_t length, UErrorCode *status) { ubrk_setText(bi, text, length, status); }
static inline int32_t cicu_ubrk_first(UBreakIterator *bi) { return ubrk_first(bi); }
static inline int32_t cicu_ubrk_next(UBreakIterator *bi) { return ubrk_next(bi); }
static inline int32_t cicu_ubrk_getRuleStatus(UBreakIterator *bi) { return ubrk_getRuleStatus(bi); }

// ICU's own data files: `name`.`type` of the package that holds the dictionaries of break iteration.
static inline UDataMemory *cicu_udata_openDictionary(const char *name, UErrorCode *status) { return udata_open(U_ICUDATA_NAME "-brkitr", "dict", name, status); }
static inline const void *cicu_udata_getMemory(UDataMemory *data) { return udata_getMemory(data); }
static inline void cicu_udata_close(UDataMemory *data) { udata_close(data); }

// Normalization.
static inline const UNormalizer2 *cicu_unorm2_getNFKCCasefoldInstance(UErrorCode *status) { return unorm2_getNFKCCasefoldInstance(status); }
static inline UBool cicu_unorm2_hasBoundaryBefore(const UNormalizer2 *n, UChar32 c) { return unorm2_hasBoundaryBefore(n, c); }
static inline int32_t cicu_unorm2_normalize(const UNormalizer2 *n, const UChar *src, int32_t length, UChar *dest, int32_t capacity, UErrorCode *status) { return unorm2_normalize(n, src, length, dest, capacity, status); }

// Transliteration.
static inline UTransliterator *cicu_utrans_openU(const UChar *id, int32_t length, UErrorCode *status) { return utrans_openU(id, length, UTRANS_FORWARD, NULL, 0, NULL, status); }
static inline void cicu_utrans_close(UTransliterator *t) { utrans_close(t); }
static inline void cicu_utrans_transUChars(const UTransliterator *t, UChar *text, int32_t *length, int32_t capacity, int32_t start, int32_t *limit, UErrorCode *status) { utrans_transUChars(t, text, length, capacity, start, limit, status); }

// Regular expressions.
static inline URegularExpression *cicu_uregex_open(const UChar *pattern, int32_t length, uint32_t flags, UParseError *place, UErrorCode *status) { return uregex_open(pattern, length, flags, place, status); }
static inline void cicu_uregex_close(URegularExpression *r) { uregex_close(r); }
static inline void cicu_uregex_setText(URegularExpression *r, const UChar *text, int32_t length, UErrorCode *status) { uregex_setText(r, text, length, status); }
static inline void cicu_uregex_setTimeLimit(URegularExpression *r, int32_t limit, UErrorCode *status) { uregex_setTimeLimit(r, limit, status); }
static inline void cicu_uregex_setStackLimit(URegularExpression *r, int32_t limit, UErrorCode *status) { uregex_setStackLimit(r, limit, status); }
static inline UBool cicu_uregex_find(URegularExpression *r, int32_t start, UErrorCode *status) { return uregex_find(r, start, status); }
static inline UBool cicu_uregex_findNext(URegularExpression *r, UErrorCode *status) { return uregex_findNext(r, status); }
static inline int32_t cicu_uregex_start(URegularExpression *r, int32_t group, UErrorCode *status) { return uregex_start(r, group, status); }
static inline int32_t cicu_uregex_end(URegularExpression *r, int32_t group, UErrorCode *status) { return uregex_end(r, group, status); }
static inline const char *cicu_u_errorName(UErrorCode code) { return u_errorName(code); }

// Character properties.
static inline int8_t cicu_u_charType(UChar32 c) { return u_charType(c); }
static inline UBool cicu_u_isUWhiteSpace(UChar32 c) { return u_isUWhiteSpace(c); }
static inline int32_t cicu_u_getIntPropertyValue(UChar32 c, UProperty which) { return u_getIntPropertyValue(c, which); }
static inline UScriptCode cicu_uscript_getScript(UChar32 c, UErrorCode *status) { return uscript_getScript(c, status); }

// Charset detection and conversion.
static inline UCharsetDetector *cicu_ucsdet_open(UErrorCode *status) { return ucsdet_open(status); }
static inline void cicu_ucsdet_close(UCharsetDetector *d) { ucsdet_close(d); }
static inline void cicu_ucsdet_setText(UCharsetDetector *d, const char *text, int32_t length, UErrorCode *status) { ucsdet_setText(d, text, length, status); }
static inline const UCharsetMatch **cicu_ucsdet_detectAll(UCharsetDetector *d, int32_t *count, UErrorCode *status) { return ucsdet_detectAll(d, count, status); }
static inline const char *cicu_ucsdet_getName(const UCharsetMatch *m, UErrorCode *status) { return ucsdet_getName(m, status); }
static inline int32_t cicu_ucsdet_getConfidence(const UCharsetMatch *m, UErrorCode *status) { return ucsdet_getConfidence(m, status); }
static inline UConverter *cicu_ucnv_open(const char *name, UErrorCode *status) { return ucnv_open(name, status); }
static inline void cicu_ucnv_close(UConverter *c) { ucnv_close(c); }
static inline void cicu_ucnv_setToUCallBackStop(UConverter *c, UErrorCode *status) { ucnv_setToUCallBack(c, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, status); }
static inline int32_t cicu_ucnv_toUChars(UConverter *c, UChar *dest, int32_t capacity, const char *src, int32_t length, UErrorCode *status) { return ucnv_toUChars(c, dest, capacity, src, length, status); }

// Versions.
static inline void cicu_u_getVersion(UVersionInfo version) { u_getVersion(version); }
static inline void cicu_u_getUnicodeVersion(UVersionInfo version) { u_getUnicodeVersion(version); }

// Conversion that says where it stopped: `consumed` counts the bytes read, malformed ones included, and
// `malformed` how many of those at the end were malformed.
static inline int32_t cicu_ucnv_toUnicode(UConverter *c, UChar *dest, int32_t capacity, const char *src, int32_t length, UBool flush, int32_t *consumed, int32_t *malformed, UErrorCode *status) {
  UChar *to = dest;
  const char *from = src;
  ucnv_toUnicode(c, &to, dest + capacity, &from, src + length, NULL, flush, status);
  *consumed = (int32_t)(from - src);
  *malformed = 0;
  if (U_FAILURE(*status) && *status != U_BUFFER_OVERFLOW_ERROR) {
    char bytes[32];
    int8_t count = 32;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(c, bytes, &count, &ignored);
    if (U_SUCCESS(ignored)) *malformed = count;
  }
  return (int32_t)(to - dest);
}

// The same as one number, first part in the highest byte: easier to import than an array of four.
static inline uint32_t cicu_icuVersion(void) { UVersionInfo v; u_getVersion(v); return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3]; }
static inline uint32_t cicu_unicodeVersion(void) { UVersionInfo v; u_getUnicodeVersion(v); return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3]; }
