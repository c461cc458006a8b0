rxt study --launcher srun heat
