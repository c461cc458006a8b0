for words in "strong --cores 1;id" "strong --cores 0000000000000000000000000000001;id" "matrix --cores 2" "matrix --nodes 2" "array-report heat" "array pi pi" "array pi n=3" "strong pi n=abc" "weak pi --nodes 0" "matrix fma" "weak words input=f"; do
    (IFS=" "; rxt job $words && echo "was written: $words")
done; rxt job hybrid-nodes --nodes 2,4 | grep -e nodes= -e exec
