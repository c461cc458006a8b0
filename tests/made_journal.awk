# SPDX-License-Identifier: BSD-3-Clause
# made_journal.awk - a journal with known times: lines "KERNEL LAYOUT SECONDS [SIZE]" in, results/DIR/journal.jsonl out.
#
#   -v scaling=strong -v rounds=8 -v noise=0.01 -v plain=2x1@none -v growth=1 -v size=n; all but rounds may be missing
# A kernel KERNEL-NUMBER is one of several sizes of KERNEL. Noise is a share of each time, the same for the same line and round, and cancels nowhere.
function shape(layout,  parts) {
    nodes = 1
    if (split(layout, parts, ":") == 2) { nodes = parts[1]; layout = parts[2] }
    policy = split(layout, parts, "@") == 2 ? parts[2] : "spread"
    split(parts[1], parts, "x"); ranks = parts[1]; threads = parts[2]
}
{ kernel[NR] = $1; layout[NR] = $2; seconds[NR] = $3; n[NR] = $4 == "" ? 1 : $4 }
!($1 in has) { has[$1] = 1; names = names (names == "" ? "" : ",") "{\"name\":\"" $1 "\"," ($1 ~ /-[0-9]+$/ ? "\"runs\":\"" substr($1, 1, index($1, "-") - 1) "\"," : "")  "\"ceiling\":false,\"size_param\":\"n\",\"growth\":" (growth == "" ? 1 : growth) ",\"params\":{\"n\":" n[NR] "}}" }
!($2 in is) { is[$2] = 1; layouts = layouts (layouts == "" ? "" : ",") "\"" $2 "\""; lines = lines (lines == "" ? "" : ",") "\"" $2 "\":\"mpirun --bind-to none -n 2 rxt\"" }
END {
    printf "{\"schema\":\"rxt-study/1\",\"name\":\"made\",\"date\":\"2026-01-02T00:00:00Z\",\"kernels\":[%s],\"layouts\":[%s],", names, layouts
    printf "\"default_layout\":%s,\"scaling\":%s,\"rounds\":%d,\"indifference\":0.01,", plain == "" ? "null" : "\"" plain "\"", scaling == "" ? "null" : "\"" scaling "\"", rounds
    printf "\"launcher\":\"openmpi\",\"launch_lines\":{%s},\"machine\":{\"host\":\"node1\",\"cpu\":\"made up\",\"cores\":64}}\n", lines
    for (r = 0; r < rounds; r++) for (i = 1; i <= NR; i++) {
        shape(layout[i])
        t = seconds[i] * (1 + noise * sin(12.9898 * (r + 1) * (i + 3)))
        rows = ""
        for (k = 0; k < nodes; k++) for (p = 0; p < ranks; p++) for (q = 0; q < threads && nodes * ranks * threads <= 64; q++)
            rows = rows (rows == "" ? "" : ",") sprintf("{\"node\":%d,\"rank\":%d,\"thread\":%d,\"pu_before\":%d,\"pu\":%d,\"core\":%d,\"numa\":0,\"package\":0,\"planned_pu\":%d,\"pid\":1,\"tid\":1,\"host\":\"node%d\",\"mask\":\"%d\"}", k, k * ranks + p, q, p * threads + q, p * threads + q, p * threads + q, p * threads + q, k + 1, p * threads + q)
        printf "{\"schema\":\"rxt-sample/1\",\"kernel\":\"%s\",\"params\":{\"n\":%s},\"layout\":\"%s\",\"nodes\":%d,\"ranks\":%d,\"threads\":%d,\"policy\":\"%s\",\"sched\":\"static\",\"launcher\":\"openmpi\",", kernel[i], n[i], layout[i], nodes, ranks, threads, policy
        printf "\"time_s\":[%.9g],\"check\":\"pass\",\"check_note\":null,\"digest\":\"%016x\",\"work\":{\"items\":1,\"flop\":100,\"bytes\":0,\"messages\":0},\"memory\":{\"peak_node_bytes\":1e6},\"setup_s\":0.1,", t, n[i] % 65536
        printf "\"placement\":[%s],\"efficiency\":{\"parallel\":0.9},\"rejected\":null,\"round\":%d,\"launch\":%d,\"date\":\"2026-01-01T00:00:00Z\"}\n", rows, r, r * NR + i - 1
    }
}
