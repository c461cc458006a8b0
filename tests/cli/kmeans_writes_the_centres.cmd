cd "$T" && printf '0 0\n10;10\n1, 0\r\n11\t10' >points && rxt run kmeans input=points k=2 output=centres --reps 1 --layout 1x1 >/dev/null; cat centres
