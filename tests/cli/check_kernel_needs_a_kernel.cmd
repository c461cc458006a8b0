rxt check-kernel
echo $?
rxt check-kernel squar
echo $?
rxt check-kernel square pi
echo $?
rxt check-kernel --tsan square
