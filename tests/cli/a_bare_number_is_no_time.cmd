# Slurm takes it for minutes, others for seconds: only the limit of a job may be one.
rxt study pi --budget 90; rxt run pi --timeout 30; rxt study --prepare-timeout 5 -- true; rxt watch --timeout 1 -- true
for limit in 30 30:00 02:30:00 1-02:30:00 1.5h 90s; do rxt job matrix --time $limit | grep -o "time=[0-9:]*"; done
for limit in 0 UNLIMITED 30: 1-; do rxt job matrix --time $limit; done
