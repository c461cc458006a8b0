/* SPDX-License-Identifier: BSD-3-Clause
 * preload_calls.h - the calls of MPI that take time: name, the name that Fortran's linkers see, what it is for.
 *
 * Source: MPI 4.0, annex A. Left out: what is local and short (queries, datatypes, groups, attributes), MPI_Pcontrol (any
 * number of arguments), MPI_Abort (it does not return).
 */
#ifndef RXT_PRELOAD_CALLS_H
#define RXT_PRELOAD_CALLS_H

/* clang-format off */
#define RXT_MPI_CALLS(X) \
    X(Send, send, POINT) \
    X(Bsend, bsend, POINT) \
    X(Ssend, ssend, POINT) \
    X(Rsend, rsend, POINT) \
    X(Isend, isend, POINT) \
    X(Ibsend, ibsend, POINT) \
    X(Issend, issend, POINT) \
    X(Irsend, irsend, POINT) \
    X(Recv, recv, POINT) \
    X(Irecv, irecv, POINT) \
    X(Probe, probe, POINT) \
    X(Iprobe, iprobe, POINT) \
    X(Mprobe, mprobe, POINT) \
    X(Improbe, improbe, POINT) \
    X(Mrecv, mrecv, POINT) \
    X(Imrecv, imrecv, POINT) \
    X(Sendrecv, sendrecv, POINT) \
    X(Sendrecv_replace, sendrecv_replace, POINT) \
    X(Isendrecv, isendrecv, POINT) \
    X(Isendrecv_replace, isendrecv_replace, POINT) \
    X(Wait, wait, POINT) \
    X(Waitall, waitall, POINT) \
    X(Waitany, waitany, POINT) \
    X(Waitsome, waitsome, POINT) \
    X(Test, test, POINT) \
    X(Testall, testall, POINT) \
    X(Testany, testany, POINT) \
    X(Testsome, testsome, POINT) \
    X(Start, start, POINT) \
    X(Startall, startall, POINT) \
    X(Request_free, request_free, POINT) \
    X(Buffer_detach, buffer_detach, POINT) \
    X(Psend_init, psend_init, POINT) \
    X(Precv_init, precv_init, POINT) \
    X(Pready, pready, POINT) \
    X(Parrived, parrived, POINT) \
    X(Barrier, barrier, COLLECTIVE) \
    X(Ibarrier, ibarrier, COLLECTIVE) \
    X(Bcast, bcast, COLLECTIVE) \
    X(Ibcast, ibcast, COLLECTIVE) \
    X(Gather, gather, COLLECTIVE) \
    X(Igather, igather, COLLECTIVE) \
    X(Gatherv, gatherv, COLLECTIVE) \
    X(Igatherv, igatherv, COLLECTIVE) \
    X(Scatter, scatter, COLLECTIVE) \
    X(Iscatter, iscatter, COLLECTIVE) \
    X(Scatterv, scatterv, COLLECTIVE) \
    X(Iscatterv, iscatterv, COLLECTIVE) \
    X(Allgather, allgather, COLLECTIVE) \
    X(Iallgather, iallgather, COLLECTIVE) \
    X(Allgatherv, allgatherv, COLLECTIVE) \
    X(Iallgatherv, iallgatherv, COLLECTIVE) \
    X(Alltoall, alltoall, COLLECTIVE) \
    X(Ialltoall, ialltoall, COLLECTIVE) \
    X(Alltoallv, alltoallv, COLLECTIVE) \
    X(Ialltoallv, ialltoallv, COLLECTIVE) \
    X(Alltoallw, alltoallw, COLLECTIVE) \
    X(Ialltoallw, ialltoallw, COLLECTIVE) \
    X(Reduce, reduce, COLLECTIVE) \
    X(Ireduce, ireduce, COLLECTIVE) \
    X(Allreduce, allreduce, COLLECTIVE) \
    X(Iallreduce, iallreduce, COLLECTIVE) \
    X(Reduce_scatter, reduce_scatter, COLLECTIVE) \
    X(Ireduce_scatter, ireduce_scatter, COLLECTIVE) \
    X(Reduce_scatter_block, reduce_scatter_block, COLLECTIVE) \
    X(Ireduce_scatter_block, ireduce_scatter_block, COLLECTIVE) \
    X(Scan, scan, COLLECTIVE) \
    X(Iscan, iscan, COLLECTIVE) \
    X(Exscan, exscan, COLLECTIVE) \
    X(Iexscan, iexscan, COLLECTIVE) \
    X(Neighbor_allgather, neighbor_allgather, COLLECTIVE) \
    X(Neighbor_allgatherv, neighbor_allgatherv, COLLECTIVE) \
    X(Neighbor_alltoall, neighbor_alltoall, COLLECTIVE) \
    X(Neighbor_alltoallv, neighbor_alltoallv, COLLECTIVE) \
    X(Neighbor_alltoallw, neighbor_alltoallw, COLLECTIVE) \
    X(Ineighbor_allgather, ineighbor_allgather, COLLECTIVE) \
    X(Ineighbor_allgatherv, ineighbor_allgatherv, COLLECTIVE) \
    X(Ineighbor_alltoall, ineighbor_alltoall, COLLECTIVE) \
    X(Ineighbor_alltoallv, ineighbor_alltoallv, COLLECTIVE) \
    X(Ineighbor_alltoallw, ineighbor_alltoallw, COLLECTIVE) \
    X(Put, put, ONE_SIDED) \
    X(Rput, rput, ONE_SIDED) \
    X(Get, get, ONE_SIDED) \
    X(Rget, rget, ONE_SIDED) \
    X(Accumulate, accumulate, ONE_SIDED) \
    X(Raccumulate, raccumulate, ONE_SIDED) \
    X(Get_accumulate, get_accumulate, ONE_SIDED) \
    X(Rget_accumulate, rget_accumulate, ONE_SIDED) \
    X(Fetch_and_op, fetch_and_op, ONE_SIDED) \
    X(Compare_and_swap, compare_and_swap, ONE_SIDED) \
    X(Win_create, win_create, ONE_SIDED) \
    X(Win_create_dynamic, win_create_dynamic, ONE_SIDED) \
    X(Win_allocate, win_allocate, ONE_SIDED) \
    X(Win_allocate_shared, win_allocate_shared, ONE_SIDED) \
    X(Win_free, win_free, ONE_SIDED) \
    X(Win_fence, win_fence, ONE_SIDED) \
    X(Win_lock, win_lock, ONE_SIDED) \
    X(Win_lock_all, win_lock_all, ONE_SIDED) \
    X(Win_unlock, win_unlock, ONE_SIDED) \
    X(Win_unlock_all, win_unlock_all, ONE_SIDED) \
    X(Win_flush, win_flush, ONE_SIDED) \
    X(Win_flush_all, win_flush_all, ONE_SIDED) \
    X(Win_flush_local, win_flush_local, ONE_SIDED) \
    X(Win_flush_local_all, win_flush_local_all, ONE_SIDED) \
    X(Win_start, win_start, ONE_SIDED) \
    X(Win_complete, win_complete, ONE_SIDED) \
    X(Win_post, win_post, ONE_SIDED) \
    X(Win_wait, win_wait, ONE_SIDED) \
    X(Win_test, win_test, ONE_SIDED) \
    X(Win_sync, win_sync, ONE_SIDED) \
    X(File_open, file_open, FILE) \
    X(File_close, file_close, FILE) \
    X(File_delete, file_delete, FILE) \
    X(File_sync, file_sync, FILE) \
    X(File_set_size, file_set_size, FILE) \
    X(File_preallocate, file_preallocate, FILE) \
    X(File_set_view, file_set_view, FILE) \
    X(File_read, file_read, FILE) \
    X(File_read_all, file_read_all, FILE) \
    X(File_read_at, file_read_at, FILE) \
    X(File_read_at_all, file_read_at_all, FILE) \
    X(File_read_shared, file_read_shared, FILE) \
    X(File_read_ordered, file_read_ordered, FILE) \
    X(File_read_all_begin, file_read_all_begin, FILE) \
    X(File_read_all_end, file_read_all_end, FILE) \
    X(File_read_at_all_begin, file_read_at_all_begin, FILE) \
    X(File_read_at_all_end, file_read_at_all_end, FILE) \
    X(File_read_ordered_begin, file_read_ordered_begin, FILE) \
    X(File_read_ordered_end, file_read_ordered_end, FILE) \
    X(File_iread, file_iread, FILE) \
    X(File_iread_all, file_iread_all, FILE) \
    X(File_iread_at, file_iread_at, FILE) \
    X(File_iread_at_all, file_iread_at_all, FILE) \
    X(File_iread_shared, file_iread_shared, FILE) \
    X(File_write, file_write, FILE) \
    X(File_write_all, file_write_all, FILE) \
    X(File_write_at, file_write_at, FILE) \
    X(File_write_at_all, file_write_at_all, FILE) \
    X(File_write_shared, file_write_shared, FILE) \
    X(File_write_ordered, file_write_ordered, FILE) \
    X(File_write_all_begin, file_write_all_begin, FILE) \
    X(File_write_all_end, file_write_all_end, FILE) \
    X(File_write_at_all_begin, file_write_at_all_begin, FILE) \
    X(File_write_at_all_end, file_write_at_all_end, FILE) \
    X(File_write_ordered_begin, file_write_ordered_begin, FILE) \
    X(File_write_ordered_end, file_write_ordered_end, FILE) \
    X(File_iwrite, file_iwrite, FILE) \
    X(File_iwrite_all, file_iwrite_all, FILE) \
    X(File_iwrite_at, file_iwrite_at, FILE) \
    X(File_iwrite_at_all, file_iwrite_at_all, FILE) \
    X(File_iwrite_shared, file_iwrite_shared, FILE) \
    X(Comm_dup, comm_dup, COMM) \
    X(Comm_idup, comm_idup, COMM) \
    X(Comm_dup_with_info, comm_dup_with_info, COMM) \
    X(Comm_split, comm_split, COMM) \
    X(Comm_split_type, comm_split_type, COMM) \
    X(Comm_create, comm_create, COMM) \
    X(Comm_create_group, comm_create_group, COMM) \
    X(Comm_free, comm_free, COMM) \
    X(Comm_disconnect, comm_disconnect, COMM) \
    X(Comm_spawn, comm_spawn, COMM) \
    X(Comm_accept, comm_accept, COMM) \
    X(Comm_connect, comm_connect, COMM) \
    X(Intercomm_create, intercomm_create, COMM) \
    X(Intercomm_merge, intercomm_merge, COMM) \
    X(Cart_create, cart_create, COMM) \
    X(Cart_sub, cart_sub, COMM) \
    X(Graph_create, graph_create, COMM) \
    X(Dist_graph_create, dist_graph_create, COMM) \
    X(Dist_graph_create_adjacent, dist_graph_create_adjacent, COMM)

/* Those that MPI 4 has with large counts, too: in C another symbol. */
#define RXT_MPI_LARGE_CALLS(X) \
    X(Send_c, POINT) \
    X(Bsend_c, POINT) \
    X(Ssend_c, POINT) \
    X(Rsend_c, POINT) \
    X(Isend_c, POINT) \
    X(Ibsend_c, POINT) \
    X(Issend_c, POINT) \
    X(Irsend_c, POINT) \
    X(Recv_c, POINT) \
    X(Irecv_c, POINT) \
    X(Mrecv_c, POINT) \
    X(Imrecv_c, POINT) \
    X(Sendrecv_c, POINT) \
    X(Sendrecv_replace_c, POINT) \
    X(Isendrecv_c, POINT) \
    X(Isendrecv_replace_c, POINT) \
    X(Bcast_c, COLLECTIVE) \
    X(Ibcast_c, COLLECTIVE) \
    X(Gather_c, COLLECTIVE) \
    X(Igather_c, COLLECTIVE) \
    X(Gatherv_c, COLLECTIVE) \
    X(Igatherv_c, COLLECTIVE) \
    X(Scatter_c, COLLECTIVE) \
    X(Iscatter_c, COLLECTIVE) \
    X(Scatterv_c, COLLECTIVE) \
    X(Iscatterv_c, COLLECTIVE) \
    X(Allgather_c, COLLECTIVE) \
    X(Iallgather_c, COLLECTIVE) \
    X(Allgatherv_c, COLLECTIVE) \
    X(Iallgatherv_c, COLLECTIVE) \
    X(Alltoall_c, COLLECTIVE) \
    X(Ialltoall_c, COLLECTIVE) \
    X(Alltoallv_c, COLLECTIVE) \
    X(Ialltoallv_c, COLLECTIVE) \
    X(Alltoallw_c, COLLECTIVE) \
    X(Ialltoallw_c, COLLECTIVE) \
    X(Reduce_c, COLLECTIVE) \
    X(Ireduce_c, COLLECTIVE) \
    X(Allreduce_c, COLLECTIVE) \
    X(Iallreduce_c, COLLECTIVE) \
    X(Reduce_scatter_c, COLLECTIVE) \
    X(Ireduce_scatter_c, COLLECTIVE) \
    X(Reduce_scatter_block_c, COLLECTIVE) \
    X(Ireduce_scatter_block_c, COLLECTIVE) \
    X(Scan_c, COLLECTIVE) \
    X(Iscan_c, COLLECTIVE) \
    X(Exscan_c, COLLECTIVE) \
    X(Iexscan_c, COLLECTIVE) \
    X(Neighbor_allgather_c, COLLECTIVE) \
    X(Neighbor_allgatherv_c, COLLECTIVE) \
    X(Neighbor_alltoall_c, COLLECTIVE) \
    X(Neighbor_alltoallv_c, COLLECTIVE) \
    X(Neighbor_alltoallw_c, COLLECTIVE) \
    X(Put_c, ONE_SIDED) \
    X(Rput_c, ONE_SIDED) \
    X(Get_c, ONE_SIDED) \
    X(Rget_c, ONE_SIDED) \
    X(Accumulate_c, ONE_SIDED) \
    X(Raccumulate_c, ONE_SIDED) \
    X(Get_accumulate_c, ONE_SIDED) \
    X(Rget_accumulate_c, ONE_SIDED)
/* clang-format on */

#endif
