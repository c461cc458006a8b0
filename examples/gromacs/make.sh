#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# make.sh FOLDER - a box of water in FOLDER, ready to be run there: gmx mdrun -s md.tpr
here=$(cd "$(dirname "$0")" && pwd) && mkdir -p "$1" && cd "$1" || exit 2
printf '#include "oplsaa.ff/forcefield.itp"\n#include "oplsaa.ff/spce.itp"\n[ system ]\nwater\n[ molecules ]\n' >topol.top
export GMX_MAXBACKUP=-1 OMP_NUM_THREADS=1
gmx -quiet solvate -cs spc216.gro -box 2.5 2.5 2.5 -o box.gro -p topol.top &&
    gmx -quiet grompp -f "$here/em.mdp" -c box.gro -p topol.top -o em.tpr -po em.out.mdp &&
    gmx -quiet mdrun -ntmpi 1 -ntomp 1 -s em.tpr -c still.gro -deffnm em &&
    gmx -quiet grompp -f "$here/md.mdp" -c still.gro -p topol.top -o md.tpr -po md.out.mdp
