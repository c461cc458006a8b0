rxt bind 1x1 --mask-only -- sh -c 'echo "$OMP_NUM_THREADS $# $1 $2"' sh --smt -x
rxt bind 1x1 sh --smt
rxt bind -- true
rxt bind 1x1 --slice 0/2 -- true
rxt bind 1x1 --slice 1/2x -- true
rxt bind 1x1 -- true
