/* SPDX-License-Identifier: BSD-3-Clause
 * build: g++ -std=c++17 -O3 -march=native -lsimdjson -lpthread
 * package: g++ libsimdjson-dev
 *
 * rival_json_simdjson_dom.cpp WORKERS - the sum of a member by simdjson, every record validated and
 * made into a tree.
 */
#include "rival_json.h"

static double sum_of(const char *text, std::size_t n_bytes)
{
    simdjson::dom::parser parser;
    simdjson::dom::document_stream records;
    return parser.parse_many(text, n_bytes, simdjson::dom::DEFAULT_BATCH_SIZE).get(records)
               ? NAN
               : rival_sum(records);
}

int main(int argc, char **argv)
{
    return rival_main(argc, argv, sum_of);
}
