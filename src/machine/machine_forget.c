/* SPDX-License-Identifier: BSD-3-Clause
 * machine_forget.c - the variables of a rank in the environment of a process that is none.
 */
#include "machine_rank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

/* Set for a rank by its launcher, and of no meaning to the next; what users set themselves is not among them. */
static bool is_of_a_rank(const char *variable)
{
    static const char *const prefixes[] = {"OMPI_COMM_WORLD_",
                                           "OMPI_UNIVERSE_SIZE=",
                                           "OMPI_FILE_LOCATION=",
                                           "OMPI_MCA_ess",
                                           "OMPI_MCA_orte_ess_",
                                           "OMPI_MCA_orte_app_num=",
                                           "OMPI_MCA_orte_bound_at_launch=",
                                           "OMPI_MCA_orte_hnp_uri=",
                                           "OMPI_MCA_orte_jobfam_session_dir=",
                                           "OMPI_MCA_orte_launch=",
                                           "OMPI_MCA_orte_local_daemon_uri=",
                                           "OMPI_MCA_orte_num_nodes=",
                                           "OMPI_MCA_orte_top_session_dir=",
                                           "MPI_LOCALNRANKS=",
                                           "MPI_LOCALRANKID=",
                                           "PMI_",
                                           "PMIX_BFROP_BUFFER_TYPE=",
                                           "PMIX_DSTORE_",
                                           "PMIX_GDS_MODULE=",
                                           "PMIX_HOSTNAME=",
                                           "PMIX_ID=",
                                           "PMIX_NAMESPACE=",
                                           "PMIX_RANK=",
                                           "PMIX_SECURITY_MODE=",
                                           "PMIX_SERVER_",
                                           "PMIX_VERSION="};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (!strncmp(variable, prefixes[i], strlen(prefixes[i]))) {
            return true;
        }
    }
    return false;
}

void rxt_rank_forget(void)
{
    char name[256];
    for (char **variable = environ; variable && *variable;) {
        const size_t n = strcspn(*variable, "=");
        if (is_of_a_rank(*variable) && n < sizeof name) {
            snprintf(name, sizeof name, "%.*s", (int)n, *variable);
            unsetenv(name); /* moves the others down */
        } else {
            variable++;
        }
    }
}
