cd $T && mkfifo p && timeout 20 rxt run words input=p --layout 1x1
timeout 20 rxt run kmeans input=p --layout 1x1
