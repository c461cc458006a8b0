rxt job strong pi --cores 1,2-8 | grep -o "\-\-cores [0-9,-]*" | sort -u; rxt job strong pi --cores 8-2; rxt job strong pi --cores 1-3,2; rxt job strong pi --cores 2-
taskset -c 0 rxt study pi --scaling strong --cores 2-8
