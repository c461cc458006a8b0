cd $T && rxt study pi pi n=5 --out n
