SLURM_JOB_ID=5 SLURM_JOB_END_TIME=100 rxt study pi --layouts 1x1 --out "$T/s" 2>&1 | grep -o 'the time of job 5 is over, by SLURM_JOB_END_TIME'
