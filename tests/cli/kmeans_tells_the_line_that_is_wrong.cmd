cd "$T" || exit
printf '1,2\r\n\r\n3,4\r\n5,6,7\r\n' >many && rxt run kmeans input=many --layout 1x1
printf '1 2\n3 four\n' >word && rxt run kmeans input=word --layout 1x1
printf '1\n1e200\n' >wide && rxt run kmeans input=wide --layout 1x1
printf '1e-200\n3e-200\n' >tiny && rxt run kmeans input=tiny --layout 1x1
printf '1,2\n3,\n' >none && rxt run kmeans input=none --layout 1x1
printf '\n \n' >empty && rxt run kmeans input=empty --layout 1x1
