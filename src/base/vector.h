/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * VECTOR:
 *
 * Before a static function: it is compiled for processors with AVX2 as well as
 * for all others, and the program takes what the processor has. Both give the
 * same bits, as nothing is contracted. Its name must be its own in the whole
 * program: clang makes what chooses among the clones global
 * (tests/lint/clones.py).
 *
 * The choice is made while the program is loaded, before a sanitizer is set up,
 * so that a sanitized program would end there: under sanitizers there is one
 * clone, as there is for processors that know no AVX2.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SAFFRON_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)        \
    || __has_feature(undefined_behavior_sanitizer)
#define SAFFRON_SANITIZED 1
#endif
#endif

#if defined(__x86_64__) && !defined(SAFFRON_SANITIZED)
#define VECTOR __attribute__ ((target_clones ("avx2", "default")))
#else
#define VECTOR
#endif
