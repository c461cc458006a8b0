/* SPDX-License-Identifier: BSD-3-Clause
 * mpi_hello.c - the least that an MPI program does: what many ranks cost before rxt adds anything.
 */
#include <mpi.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    int rank = 0;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank == 0) {
        puts("hello");
    }
    MPI_Finalize();
    return 0;
}
