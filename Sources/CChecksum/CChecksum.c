#include "CChecksum.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>

bool xunwen_has_crc32c(void) {
  unsigned int a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}

__attribute__((target("sse4.2"))) uint32_t xunwen_crc32c(
    uint32_t remainder, const void *bytes, size_t count) {
  const unsigned char *next = (const unsigned char *)bytes;
  uint64_t wide = remainder;
  for (; count >= 8; count -= 8, next += 8) {
    uint64_t word;
    memcpy(&word, next, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  remainder = (uint32_t)wide;
  for (; count > 0; --count) remainder = __builtin_ia32_crc32qi(remainder, *next++);
  return remainder;
}

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

#include <arm_acle.h>

bool xunwen_has_crc32c(void) { return true; }

uint32_t xunwen_crc32c(uint32_t remainder, const void *bytes, size_t count) {
  const unsigned char *next = (const unsigned char *)bytes;
  for (; count >= 8; count -= 8, next += 8) {
    uint64_t word;
    memcpy(&word, next, 8);
    remainder = __crc32cd(remainder, word);
  }
  for (; count > 0; --count) remainder = __crc32cb(remainder, *next++);
  return remainder;
}

#else

bool xunwen_has_crc32c(void) { return false; }

uint32_t xunwen_crc32c(uint32_t remainder, const void *bytes, size_t count) {
  (void)bytes;
  (void)count;
  return remainder;
}

#endif
