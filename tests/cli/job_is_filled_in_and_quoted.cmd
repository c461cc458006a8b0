rxt job strong heat n=50 words "input=my text's \$(file)" --nodes 1,2,4 --time 90s --partition p --account a --rounds 7 | grep -e SBATCH -e exec
