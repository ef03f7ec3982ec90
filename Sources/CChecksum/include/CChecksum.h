// The CRC-32C instruction of the processor, for which Swift has no name.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// True when this processor has the instruction, as x86-64 processors have since 2008.
bool xunwen_has_crc32c(void);

// Extends the remainder of earlier bytes by `count` bytes. Neither remainder is complemented.
//
// May only be called when the processor has the instruction.
uint32_t xunwen_crc32c(uint32_t remainder, const void *bytes, size_t count);
