for options in '--audit --full' '--audit --scaling strong' '--aa --scaling weak' '--aa --json' '--audit --dry-run'; do
    rxt study pi $options; echo $?
done
for budget in 0% 101% 0ch 5 -1s 1%%; do rxt study pi --budget "$budget" 2>&1 | cut -c1-40; done
rxt study pi --equal 2; rxt study pi --rounds 0; echo $?
