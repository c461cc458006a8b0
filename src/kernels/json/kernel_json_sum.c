/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_sum.c - numbers: from text to double, and their exact sum in whatever order.
 *
 * A double is an integer times 2^-1074, so a fixed-point number of 2098 bits and some for carries holds
 * any sum of doubles exactly; it is kept in limbs of 32 bits that may overflow into the upper half of
 * their 64. Kulisch, "Computer Arithmetic and Validity" (2008).
 */
#include "kernel_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct json_part json_part_none(void)
{
    return (struct json_part){.min = INFINITY, .max = -INFINITY};
}

void json_sum_carry(int64_t *limb)
{
    for (size_t i = 0; i + 1 < JSON_LIMBS; i++) {
        const int64_t low = limb[i] & 0xffffffff;
        limb[i + 1] += (limb[i] - low) / (INT64_C(1) << 32);
        limb[i] = low;
    }
}

static void sum_add(int64_t *limb, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t exponent = bits >> 52 & 2047, place = exponent - (exponent > 0);
    const uint64_t digits = (bits & ((UINT64_C(1) << 52) - 1)) | (uint64_t)(exponent > 0) << 52;
    const uint64_t low = (digits & 0xffffffff) << (place & 31), high = (digits >> 32) << (place & 31);
    const int64_t sign = x < 0.0 ? -1 : 1;
    limb += place >> 5;
    limb[0] += sign * (int64_t)(low & 0xffffffff);
    limb[1] += sign * (int64_t)((low >> 32) + (high & 0xffffffff));
    limb[2] += sign * (int64_t)(high >> 32);
}

void json_part_count(struct json_part *part, double x)
{
    const double y = x + 0.0; /* -0 counts as 0: else min would depend on the order */
    part->min = y < part->min ? y : part->min;
    part->max = y > part->max ? y : part->max;
    sum_add(part->limb, y);
    if ((++part->count & 0x0fffffff) == 0) {
        json_sum_carry(part->limb); /* a limb has room for 2^30 numbers */
    }
}

void json_part_add(struct json_part *sum, const struct json_part *part)
{
    sum->records += part->records;
    sum->values += part->values;
    sum->members += part->members;
    sum->count += part->count;
    sum->bytes += part->bytes;
    sum->min = part->min < sum->min ? part->min : sum->min;
    sum->max = part->max > sum->max ? part->max : sum->max;
    if (sum->rule == JSON_RIGHT && part->rule != JSON_RIGHT) {
        sum->rule = part->rule;
        sum->at = part->at;
    }
    for (size_t i = 0; i < JSON_LIMBS; i++) {
        sum->limb[i] += part->limb[i];
    }
}

/* Round a sum that is not negative and whose limbs are carried. 64 bits are kept, whatever is below them
 * goes into the last one, and the conversion rounds once; a result below 2^-1022 is exact. */
static double round_positive(const int64_t *limb)
{
    size_t top = JSON_LIMBS - 1;
    while (top > 1 && limb[top] == 0) {
        top--;
    }
    uint64_t kept = (uint64_t)limb[top] << 32 | (uint64_t)limb[top - 1];
    uint64_t below = top > 1 ? (uint64_t)limb[top - 2] << 32 : 0, rest = 0;
    for (size_t i = 0; i + 2 < top; i++) {
        rest |= (uint64_t)limb[i];
    }
    int place = 32 * (int)(top - 1) - 1074;
    for (; kept && !(kept >> 63); place--) {
        kept = kept << 1 | below >> 63;
        below <<= 1;
    }
    return ldexp((double)(kept | (below || rest)), place);
}

double json_sum_round(const int64_t *limb)
{
    int64_t copy[JSON_LIMBS];
    memcpy(copy, limb, sizeof copy);
    json_sum_carry(copy);
    if (copy[JSON_LIMBS - 1] >= 0) {
        return round_positive(copy);
    }
    for (size_t i = 0; i < JSON_LIMBS; i++) {
        copy[i] = -copy[i];
    }
    json_sum_carry(copy);
    return -round_positive(copy);
}

static void write_extreme(FILE *file, const char *name, const struct json_part *sum, double x)
{
    if (sum->count > 0) {
        fprintf(file, ", \"%s\": %.17g", name, x);
    } else {
        fprintf(file, ", \"%s\": null", name);
    }
}

bool json_part_write(FILE *file, const void *part)
{
    const struct json_part *sum = part;
    fprintf(file, "{\"bytes\": %llu, \"records\": %llu, \"values\": %llu, \"members\": %llu",
            (unsigned long long)sum->bytes, (unsigned long long)sum->records, (unsigned long long)sum->values,
            (unsigned long long)sum->members);
    fprintf(file, ", \"count\": %llu, \"sum\": %.17g", (unsigned long long)sum->count,
            json_sum_round(sum->limb));
    write_extreme(file, "min", sum, sum->min);
    write_extreme(file, "max", sum, sum->max);
    fprintf(file, "}\n");
    return !ferror(file);
}

/* Clinger (1990): digits below 2^53 and a power of ten that is exact give one rounding. */
double json_number(const unsigned char *begin, const unsigned char *end)
{
    static const double ten_to[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const unsigned char *p = begin + (*begin == '-');
    uint64_t digits = 0;
    size_t n_digits = 0, n_behind = 0;
    bool behind = false;
    for (; p < end && (*p == '.' || (*p >= '0' && *p <= '9')) && n_digits <= 19; p++) {
        behind |= *p == '.';
        if (*p != '.') {
            digits = digits * 10 + (*p - '0');
            n_digits += digits > 0;
            n_behind += behind;
        }
    }
    if (p < end || n_digits > 19 || digits >> 53 || n_behind > 22) {
        return strtod((const char *)begin, NULL);
    }
    const double x = (double)digits / ten_to[n_behind];
    return *begin == '-' ? -x : x;
}
