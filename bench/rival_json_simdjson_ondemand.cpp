/* SPDX-License-Identifier: BSD-3-Clause
 * build: g++ -std=c++17 -O3 -march=native -lsimdjson -lpthread
 * package: g++ libsimdjson-dev
 *
 * rival_json_simdjson_ondemand.cpp WORKERS - the sum of a member by simdjson, on demand.
 *
 * It finds the member and steps over the rest of a record, which is not validated in full.
 */
#include "rival_json.h"

static double sum_of(const char *text, std::size_t n_bytes)
{
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream records;
    return parser.iterate_many(text, n_bytes, simdjson::ondemand::DEFAULT_BATCH_SIZE).get(records)
               ? NAN
               : rival_sum(records);
}

int main(int argc, char **argv)
{
    return rival_main(argc, argv, sum_of);
}
