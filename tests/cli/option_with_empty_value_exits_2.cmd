for cmd in $(rxt help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
    rxt help "$cmd" | sed -n 's/^  --\([a-z-]*\) .*/\1/p' | while read -r option; do
        for form in "--$option=" "--$option"; do
            [ "$form" = "--$option" ] && rxt help "$cmd" | grep "^  --$option   " >/dev/null && continue # it takes no value
            if [ "$form" = "--$option" ]; then set -- "$form" ''; else set -- "$form"; fi
            said=$(timeout 10 rxt "$cmd" "$@" 2>&1)
            rc=$?
            [ $rc = 2 ] || echo "rxt $cmd $*: status $rc"
            case $said in *"--$option "*) ;; *) echo "rxt $cmd $*: does not name the option: $said" ;; esac
            echo "$cmd $option" >>"$T/tried"
        done
    done
done
[ "$(sort -u "$T/tried" | wc -l)" -gt 50 ] && echo "all end, with status 2, and name the option"
