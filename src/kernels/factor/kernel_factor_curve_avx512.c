/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_curve_avx512.c - elliptic curves for 16 numbers at a time, with the 52-bit products of IFMA.
 *
 * A residue is v = low + high 2^52 with low < 2^52, times 2^104 modulo n. It is not reduced: products are at most
 * a little above n, and sums and differences of a few of them stay far below 2^104, which is all that
 * a product needs of its factors.
 */
#include "kernel_factor.h"
#include "kernel_factor_mont.h"

#include <immintrin.h>

enum { GROUPS = 2, LANES = FACTOR_LANES / GROUPS, LIMB = 52 };

struct residue {
    __m512i low, high;
};

struct modulus {
    struct residue n, four; /* n and 4 n                    */
    __m512i inverse;        /* of n, modulo 2^52 and higher */
};

static inline __m512i low_product(__m512i sum, __m512i a, __m512i b)
{
    return _mm512_madd52lo_epu64(sum, a, b);
}

static inline __m512i high_product(__m512i sum, __m512i a, __m512i b)
{
    return _mm512_madd52hi_epu64(sum, a, b);
}

/* Bring what is above 52 bits, or below 0, to the high limb. */
static inline struct residue carry(__m512i low, __m512i high)
{
    const __m512i mask = _mm512_set1_epi64((INT64_C(1) << LIMB) - 1);
    return (struct residue){_mm512_and_si512(low, mask),
                            _mm512_add_epi64(high, _mm512_srai_epi64(low, LIMB))};
}

static inline struct residue residue_add(struct residue a, struct residue b, const struct modulus *m)
{
    (void)m;
    return carry(_mm512_add_epi64(a.low, b.low), _mm512_add_epi64(a.high, b.high));
}

/* b is at most 4 n. */
static inline struct residue residue_sub(struct residue a, struct residue b, const struct modulus *m)
{
    return carry(_mm512_sub_epi64(_mm512_add_epi64(a.low, m->four.low), b.low),
                 _mm512_sub_epi64(_mm512_add_epi64(a.high, m->four.high), b.high));
}

/* (a b - q n) / 2^104 + n with the q that makes it whole, found limb by limb. The high limbs have so
 * few bits that their product fits one limb; a limb that cancels is never computed. */
static inline struct residue residue_mul(struct residue a, struct residue b, const struct modulus *m)
{
    const __m512i zero = _mm512_setzero_si512();
    const __m512i t0 = low_product(zero, a.low, b.low);
    const __m512i t1 =
        low_product(low_product(high_product(zero, a.low, b.low), a.low, b.high), a.high, b.low);
    const __m512i t2 =
        low_product(high_product(high_product(m->n.low, a.low, b.high), a.high, b.low), a.high, b.high);
    const __m512i q0 = low_product(zero, t0, m->inverse);
    const __m512i rest = _mm512_sub_epi64(t1, low_product(high_product(zero, q0, m->n.low), q0, m->n.high));
    const __m512i q1 = low_product(zero, rest, m->inverse);
    const __m512i less =
        low_product(high_product(high_product(zero, q0, m->n.high), q1, m->n.low), q1, m->n.high);
    const __m512i high = _mm512_sub_epi64(m->n.high, high_product(zero, q1, m->n.high));
    return carry(_mm512_add_epi64(_mm512_sub_epi64(t2, less), _mm512_srai_epi64(rest, LIMB)), high);
}

#include "kernel_factor_curve.h"

/* Eight values below 2^64. */
static struct residue load(const uint64_t *v)
{
    const __m512i all = _mm512_loadu_si512(v);
    return (struct residue){_mm512_and_si512(all, _mm512_set1_epi64((INT64_C(1) << LIMB) - 1)),
                            _mm512_srli_epi64(all, LIMB)};
}

static void start_group(struct curve *c, const uint64_t *n, const uint64_t *sigma)
{
    uint64_t inverse[LANES], square[LANES];
    for (int i = 0; i < LANES; i++) {
        const uint64_t one = (uint64_t)(((mont_wide)1 << (2 * LIMB)) % n[i]);
        inverse[i] = mont_inverse(n[i]);
        square[i] = (uint64_t)((mont_wide)one * one % n[i]);
    }
    struct modulus *m = &c->m;
    m->n = load(n);
    m->four = carry(_mm512_slli_epi64(m->n.low, 2), _mm512_slli_epi64(m->n.high, 2));
    m->inverse = _mm512_loadu_si512(inverse);
    const struct residue to = load(square), five = {_mm512_set1_epi64(5), _mm512_setzero_si512()};
    start(c, residue_mul(load(sigma), to, m), residue_mul(five, to, m));
}

void factor_curves_avx512(const struct factor_plan *plan, const uint64_t *n, const uint64_t *sigma,
                          uint64_t *out)
{
    struct curve c[GROUPS];
    for (int g = 0; g < GROUPS; g++) {
        start_group(&c[g], n + (ptrdiff_t)g * LANES, sigma + (ptrdiff_t)g * LANES);
    }
    run_curves(plan, c);
    for (int g = 0; g < GROUPS; g++) {
        uint64_t low[LANES], high[LANES];
        _mm512_storeu_si512(low, c[g].product[0].low);
        _mm512_storeu_si512(high, c[g].product[0].high);
        for (int i = 0; i < LANES; i++) {
            const mont_wide v = ((mont_wide)high[i] << LIMB) + low[i];
            out[g * LANES + i] = (uint64_t)(v % n[g * LANES + i]);
        }
    }
}
