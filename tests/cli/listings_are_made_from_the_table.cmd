# Of the README and of jobs/, from the table of kernels.
sh tests/listings.sh rxt && echo as the table has it
