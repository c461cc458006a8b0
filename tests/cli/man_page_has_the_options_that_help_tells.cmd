sh .ci/man rxt | diff docs/rxt.1 - && echo "docs/rxt.1 is as make man writes it"
