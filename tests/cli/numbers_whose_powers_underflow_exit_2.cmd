cd $T && printf "\0\0\0\0\0\0\0\0\0\125\377\377\377\377\374\0" >small && rxt run stats input=small --layout 2x1
