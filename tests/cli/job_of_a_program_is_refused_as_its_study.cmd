no() { rxt job "$@" >"$T/out" && echo "was written: $*"; }
no array -- ./app; no array-report -- ./app; no weak -- ./app; no -- ./app; no matrix --; no matrix pi -- ./app
no matrix --size small -- ./app; no matrix --ranks odd -- ./app; no matrix --metric x -- ./app; no matrix --subject x; no matrix pi --ranks 2
no matrix --launcher srun -- ./app; no matrix --launcher none pi; no matrix --layouts 2y2 -- ./app; no matrix --leave 0 -- ./app; no matrix --leave 1 --layouts 1x1 -- ./app; no cores --leave 1 -- ./app; no cores --layouts 1x1; no matrix --cores 2 -- ./app
no matrix --keep -- ./app; no matrix --recipe none-such -- ./app; no matrix --when x -- ./app; no matrix --resume; no matrix sh
